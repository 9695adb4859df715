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
for _ in 0..<count {
    let shape = RandomConvolution(&random)
    let seconds = try measurement.seconds([shape.inputShape, shape.kernelShape]) {
        $0[0].convolved(with: $0[1], shape.geometry)
    }
    times.append((seconds, shape))
}
// The clock of a machine wanders; the limit is what it does at its best.
let peak = max(before, try measurement.peak())
print(measurement.engine.name)
print(String(format: "peak %.0f GFLOP/s, memory %.1f GB/s", peak / 1e9, bandwidth / 1e9))
print("GFLOP/s    limit  share  convolution")

var shares: [(share: Double, shape: RandomConvolution)] = []
for (seconds, shape) in times {
    let limit = min(peak * shape.laneShare(lanes), shape.operations / shape.bytes * bandwidth)
    let share = shape.operations / seconds / limit
    shares.append((share, shape))
    print(
        String(format: "%7.1f  %7.1f  %4.0f%%  ", shape.operations / seconds / 1e9, limit / 1e9, 100 * share)
            + shape.description)
}

shares.sort { $0.share < $1.share }
let below = shares.filter { $0.share < 0.3 }
print(
    String(
        format: "%d convolutions: least %.0f%%, median %.0f%%; %d under 30%%", count, 100 * (shares.first?.share ?? 0),
        100 * shares[shares.count / 2].share, below.count))
for row in below { print(String(format: "  %3.0f%%  ", 100 * row.share) + row.shape.description) }
exit(below.isEmpty ? 0 : 1)
