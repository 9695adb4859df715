import SumiTensor

extension Reference {
    static func dot(_ left: ReferenceArray, _ right: ReferenceArray, _ axes: DotAxes, _ shape: Shape) -> [Double] {
        func offsets(_ x: ReferenceArray, _ axes: [Int]) -> [Int] {
            places(axes.map { x.dimensions[$0] }, strides: axes.map { x.shape.strides[$0] })
        }
        let leftBatch = offsets(left, axes.leftBatch)
        let rightBatch = offsets(right, axes.rightBatch)
        let leftFree = offsets(left, axes.leftFree(rank: left.shape.rank))
        let rightFree = offsets(right, axes.rightFree(rank: right.shape.rank))
        let leftContract = offsets(left, axes.leftContract)
        let rightContract = offsets(right, axes.rightContract)
        let (a, b) = (left.values, right.values)
        return [Double](unsafeUninitializedCapacity: shape.count) { result, count in
            for batch in leftBatch.indices {
                for row in leftFree {
                    for column in rightFree {
                        let (start, otherStart) = (leftBatch[batch] + row, rightBatch[batch] + column)
                        var sum = 0.0
                        for index in leftContract.indices {
                            sum += a[start + leftContract[index]] * b[otherStart + rightContract[index]]
                        }
                        result[count] = sum
                        count += 1
                    }
                }
            }
        }
    }

    /// The loops that a convolution and its two derivatives share: every product of one input cell, one kernel tap and
    /// one output cell, as the places of their first channels within the group, and how many channels there are.
    private static func products(
        _ geometry: ConvolutionGeometry, x: Shape, kernel: Shape,
        _ body: (_ x: Int, _ kernel: Int, _ y: Int, _ channels: Int, _ filters: Int) -> Void
    ) {
        let rank = geometry.strides.count
        let window = WindowGeometry(
            sizes: Array(kernel.dimensions[..<rank]), strides: geometry.strides, dilations: geometry.dilations,
            margins: geometry.margins)
        let table = WindowTable(window, over: x)
        let (allChannels, allFilters) = (x.dimensions[rank + 1], kernel.dimensions[rank + 1])
        let (channels, filters) = (allChannels / geometry.groups, allFilters / geometry.groups)
        for image in 0..<x.dimensions[0] {
            for window in 0..<table.windows {
                let y = (image * table.windows + window) * allFilters
                for tap in 0..<table.taps {
                    guard let cell = table.cell(window, tap) else { continue }
                    let start = (image * table.cells + cell) * allChannels
                    for group in 0..<geometry.groups {
                        body(
                            start + group * channels, tap * channels * allFilters + group * filters,
                            y + group * filters, channels, filters)
                    }
                }
            }
        }
    }

    static func convolution(
        _ x: ReferenceArray, _ kernel: ReferenceArray, _ geometry: ConvolutionGeometry, _ shape: Shape
    ) -> [Double] {
        var result = [Double](repeating: 0, count: shape.count)
        let step = kernel.dimensions.last ?? 0
        products(geometry, x: x.shape, kernel: kernel.shape) { xStart, kernelStart, yStart, channels, filters in
            for channel in 0..<channels {
                let (value, row) = (x.values[xStart + channel], kernelStart + channel * step)
                for filter in 0..<filters { result[yStart + filter] += value * kernel.values[row + filter] }
            }
        }
        return result
    }

    static func convolutionInputGradient(
        _ dy: ReferenceArray, _ kernel: ReferenceArray, _ geometry: ConvolutionGeometry, _ input: Shape
    ) -> [Double] {
        var result = [Double](repeating: 0, count: input.count)
        let step = kernel.dimensions.last ?? 0
        products(geometry, x: input, kernel: kernel.shape) { xStart, kernelStart, yStart, channels, filters in
            for channel in 0..<channels {
                let row = kernelStart + channel * step
                var sum = 0.0
                for filter in 0..<filters { sum += dy.values[yStart + filter] * kernel.values[row + filter] }
                result[xStart + channel] += sum
            }
        }
        return result
    }

    static func convolutionKernelGradient(
        _ x: ReferenceArray, _ dy: ReferenceArray, _ geometry: ConvolutionGeometry, _ kernel: Shape
    ) -> [Double] {
        var result = [Double](repeating: 0, count: kernel.count)
        let step = kernel.dimensions.last ?? 0
        products(geometry, x: x.shape, kernel: kernel) { xStart, kernelStart, yStart, channels, filters in
            for channel in 0..<channels {
                let (value, row) = (x.values[xStart + channel], kernelStart + channel * step)
                for filter in 0..<filters { result[row + filter] += value * dy.values[yStart + filter] }
            }
        }
        return result
    }
}
