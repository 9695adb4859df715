import CSumiKernels

/// The vector instructions that the CPU engine's kernels use.
public enum InstructionSet: String, CaseIterable, Hashable, Sendable, CustomStringConvertible {
    /// What every processor of the architecture has.
    case portable
    /// The vector unit of 64-bit ARM.
    case neon
    /// AVX2 with fused multiply-add.
    case avx2
    /// AVX-512 F, BW, DQ and VL.
    case avx512

    public var description: String { rawValue }

    /// The fastest of this machine.
    public static var best: InstructionSet { allCases.first { $0.identifier == sumi_best_isa() } ?? .portable }

    /// Those that processor and operating system support, from the least to the best.
    public static var available: [InstructionSet] { allCases.filter { $0.kernels != nil } }

    var kernels: UnsafePointer<sumi_kernels>? { sumi_kernels_for(identifier) }

    private var identifier: sumi_isa {
        switch self {
        case .portable: SUMI_ISA_BASELINE
        case .neon: SUMI_ISA_NEON
        case .avx2: SUMI_ISA_AVX2
        case .avx512: SUMI_ISA_AVX512
        }
    }
}
