import SumiGraph

/// The operations without their settings, to tell which of them a table covers.
package enum OperationKind: String, CaseIterable, Hashable {
    case input, variable, constant, iota, randomBits
    case unary, binary, compare, select, convert, stopGradient
    case reshape, transpose, broadcast, slice, pad, concatenate, reverse
    case gatherElements, gatherSlices, scatterAddElements, scatterAddSlices
    case reduce, argMax, softmax, logSoftmax
    case dot, convolution, convolutionInputGradient, convolutionKernelGradient
    case windowArgMax, windowAverage, windowAverageGradient
    case scan, result

    package init(_ operation: Operation) {
        self =
            switch operation {
            case .input: .input
            case .variable: .variable
            case .constant: .constant
            case .iota: .iota
            case .randomBits: .randomBits
            case .unary: .unary
            case .binary: .binary
            case .compare: .compare
            case .select: .select
            case .convert: .convert
            case .stopGradient: .stopGradient
            case .reshape: .reshape
            case .transpose: .transpose
            case .broadcast: .broadcast
            case .slice: .slice
            case .pad: .pad
            case .concatenate: .concatenate
            case .reverse: .reverse
            case .gather(.elements): .gatherElements
            case .gather(.slices): .gatherSlices
            case .scatterAdd(.elements, _): .scatterAddElements
            case .scatterAdd(.slices, _): .scatterAddSlices
            case .reduce: .reduce
            case .argMax: .argMax
            case .softmax: .softmax
            case .logSoftmax: .logSoftmax
            case .dot: .dot
            case .convolution: .convolution
            case .convolutionInputGradient: .convolutionInputGradient
            case .convolutionKernelGradient: .convolutionKernelGradient
            case .windowArgMax: .windowArgMax
            case .windowAverage: .windowAverage
            case .windowAverageGradient: .windowAverageGradient
            case .scan: .scan
            case .result: .result
            }
    }
}
