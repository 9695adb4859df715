/// One row of a classification report.
public struct ReportRow: Hashable, Sendable {
    /// The class, or the kind of average.
    public let name: String
    /// Of what was predicted as the class, the share that is right.
    public let precision: Double
    /// Of what is of the class, the share that was found.
    public let recall: Double
    /// The harmonic mean of precision and recall.
    public let f1Score: Double
    /// How many samples (or what weight of samples) there are of the class.
    public let support: Double

    package func named(_ name: String) -> ReportRow {
        ReportRow(name: name, precision: precision, recall: recall, f1Score: f1Score, support: support)
    }

    package var figures: [Double] { [precision, recall, f1Score] }
}
