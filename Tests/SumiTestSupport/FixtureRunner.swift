import SumiGraph

/// How the cases of one family are run.
public protocol FixtureRunner: Sendable {
    /// The family: `layers`.
    var family: String { get }

    /// The features that a case names besides its family and class, for ``NotYetSupported``: `class Conv2D`.
    func features(of fixture: Fixture) -> [String]

    /// Why a case is exempt that no table can foresee; `nil` where it runs.
    func exemption(of fixture: Fixture) throws -> String?

    /// Runs one case; returns what differs from Keras, nothing where all agrees.
    func run(_ fixture: Fixture, on engine: any Engine, _ tolerances: FixtureTolerances) throws -> [String]
}

extension FixtureRunner {
    public func features(of fixture: Fixture) -> [String] { [] }
    public func exemption(of fixture: Fixture) throws -> String? { nil }
}
