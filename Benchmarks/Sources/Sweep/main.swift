// Measures 200 random convolutions against what the machine can do. Ends with status 1 where one of them stays under 30 %
// of its limit. usage: Sweep [count] [seed]

import Foundation
import Sumi

let arguments = CommandLine.arguments.dropFirst().compactMap { Int($0) }
let (count, seed) = (arguments.first ?? 200, arguments.dropFirst().first ?? 1)
let measurement = Measurement()
let lanes: Int =
    switch measurement.engine.instructionSet {
    case .avx512: 16
    case .avx2: 8
    default: 4
    }
var random = RandomStream(seed: UInt64(seed))
let before = try measurement.peak()
let bandwidth = measurement.bandwidth()
var times: [(seconds: Double, shape: RandomConvolution)] = []
func seconds(_ shape: RandomConvolution) throws -> Double {
    try measurement.seconds([shape.inputShape, shape.kernelShape]) { $0[0].convolved(with: $0[1], shape.geometry) }
}
for _ in 0..<count {
    let shape = RandomConvolution(&random)
    times.append((try seconds(shape), shape))
}
// The clock of a machine wanders, by half where others use it as well. The limit is what it does at its best, and so a
// shape that seems slow is measured a second time.
let peak = max(before, try measurement.peak())
func share(_ seconds: Double, _ shape: RandomConvolution) -> Double {
    shape.operations / seconds / min(peak * shape.laneShare(lanes), shape.operations / shape.bytes * bandwidth)
}
for index in times.indices where share(times[index].seconds, times[index].shape) < 0.4 {
    times[index].seconds = min(times[index].seconds, try seconds(times[index].shape))
}
print(measurement.engine.name)
print(String(format: "peak %.0f GFLOP/s, memory %.1f GB/s", peak / 1e9, bandwidth / 1e9))
print("GFLOP/s    limit  share  convolution")

var shares: [(share: Double, shape: RandomConvolution)] = []
for (seconds, shape) in times {
    let (speed, share) = (shape.operations / seconds, share(seconds, shape))
    shares.append((share, shape))
    print(
        String(format: "%7.1f  %7.1f  %4.0f%%  ", speed / 1e9, speed / share / 1e9, 100 * share) + shape.description)
}

shares.sort { $0.share < $1.share }
let below = shares.filter { $0.share < 0.3 }
print(
    String(
        format: "%d convolutions: least %.0f%%, median %.0f%%; %d under 30%%", count, 100 * (shares.first?.share ?? 0),
        100 * shares[shares.count / 2].share, below.count))
for row in below { print(String(format: "  %3.0f%%  ", 100 * row.share) + row.shape.description) }
exit(below.isEmpty ? 0 : 1)
