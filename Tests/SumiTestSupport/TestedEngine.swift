import SumiCPU
import SumiGraph

/// An engine that must agree with the reference, and its name in test reports.
package struct TestedEngine: Sendable, CustomStringConvertible {
    package var name: String
    package var engine: any Engine

    package init(_ name: String, _ engine: any Engine) {
        self.name = name
        self.engine = engine
    }

    package var description: String { name }

    /// Every engine this machine can run, in each of its variants.
    package static let all: [TestedEngine] =
        [TestedEngine("reference, single", ReferenceEngine())]
        + InstructionSet.available.map { TestedEngine("CPU, \($0)", CPUEngine(instructionSet: $0, threads: 2)) }
}
