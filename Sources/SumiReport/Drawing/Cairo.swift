import CSumiCairo

/// The library that charts are drawn with.
enum Cairo {
    /// Its functions, by their names without `cairo_`.
    ///
    /// - Throws: ``ChartError`` where it is not on this machine.
    static func functions() throws(ChartError) -> sumi_cairo {
        guard let functions = sumi_cairo_open() else {
            throw ChartError(
                "charts need the library Cairo, which is not here (package libcairo2 of Debian and Ubuntu, cairo of Homebrew)"
            )
        }
        return functions.pointee
    }
}

extension sumi_cairo {
    /// What Cairo says of a status.
    func text(_ status: cairo_status_t) -> String {
        status_to_string(status).map { String(cString: $0) } ?? "\(status)"
    }
}
