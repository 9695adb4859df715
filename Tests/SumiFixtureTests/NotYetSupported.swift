import SumiTestSupport

/// The one table of what cases are exempt from: families, classes and features that Sumi does not have yet.
///
/// A case is exempt where its family, its class (`layers/gru`) or a feature that its runner finds in it stands here.
/// The run prints every row that exempts a case; a row that exempts none is to be removed.
enum NotYetSupported {
    static let families: [String: String] = [:]

    static let classes: [String: String] = [:]

    static let features: [String: String] = [:]

    /// The row that exempts `fixture`, if one does.
    static func row(for fixture: Fixture, features found: [String]) -> String? {
        if let reason = families[fixture.family] { return "family \(fixture.family): \(reason)" }
        if let reason = classes[fixture.group] { return "class \(fixture.group): \(reason)" }
        for feature in found { if let reason = features[feature] { return "\(feature): \(reason)" } }
        return nil
    }
}
