import SumiFigures
import SumiNN

extension ModelReport {
    /// The page.
    ///
    /// - Throws: what keeps the model's charts from being drawn.
    public func html() throws -> String {
        let sections = try [
            ("summary", "At a glance", glance), ("mistakes", "Where it is wrong", confusion),
            ("classes", "Class by class", classes), ("worst", "The surest mistakes", worst),
            ("training", "Training", trainingSection()), ("trust", "Can its confidence be trusted?", trust),
            ("model", "The model", modelSection()),
        ].map { (id: $0.0, title: $0.1, content: $0.2) }.filter { !$0.content.isEmpty }
        let links = sections.map { "<a href=\"#\($0.id)\">\($0.title)</a>" }.joined(separator: "\n")
        let body = sections.map { "<section id=\"\($0.id)\">\n<h2>\($0.title)</h2>\n\($0.content)\n</section>" }
        let title = HTML.escaped("\(model.name) on \(dataName)")
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(title)</title>
            <style>
            \(PageStyle.text)
            </style>
            </head>
            <body>
            <header>
            <h1>\(title)</h1>
            <p class="muted">\(grouped(count)) samples, \(classNames.count) classes</p>
            <nav>
            \(links)
            </nav>
            </header>
            <main>
            \(body.joined(separator: "\n"))
            </main>
            <footer>Made by Sumi. All figures are scikit-learn's definitions; the page needs nothing beside it.</footer>
            </body>
            </html>

            """
    }

    // MARK: Sections

    private func percent(_ value: Double, _ digits: Int = 2) -> String {
        value.isNaN ? "unknown" : "\(formatted(value * 100, "%.\(digits)f"))\u{A0}%"
    }

    private var glance: String {
        get throws {
            var tiles = [
                (percent(confusionMatrix.accuracy), "accuracy"), (grouped(mistakeCount), "of \(grouped(count)) wrong"),
            ]
            if let topThreeAccuracy { tiles.append((percent(topThreeAccuracy), "right among the first 3")) }
            tiles += [
                (formatted(classificationReport.macroAverage.f1Score, "%.4f"), "macro F1 score"),
                (percent(calibration.expectedError), "calibration error (ECE)"),
            ]
            if !areas.macroAverage.isNaN {
                tiles.append((formatted(areas.macroAverage, "%.4f"), "mean area under ROC"))
            }
            tiles.append((grouped(try model.countParameters()), "parameters"))
            let text = tiles.map { "<div class=\"tile\"><b>\($0.0)</b><span>\(HTML.escaped($0.1))</span></div>" }
            let advice = Advice(self).sentences.map { "<li>\(HTML.escaped($0))</li>" }.joined(separator: "\n")
            return "<div class=\"tiles\">\n\(text.joined(separator: "\n"))\n</div>\n"
                + (advice.isEmpty ? "" : "<h3>What stands out</h3>\n<ul>\n\(advice)\n</ul>")
        }
    }

    private var confusion: String {
        get throws {
            let plain = try Chart.confusionMatrix(confusionMatrix, classNames: classNames)
            let normalized = try Chart.confusionMatrix(confusionMatrix, classNames: classNames, normalize: .byTrue)
            let pairs = confusionMatrix.confusions.prefix(6).map { pair in
                let (truth, prediction) = (classNames[pair.truth], classNames[pair.prediction])
                return "<li><b>\(HTML.escaped(truth))</b> is taken for <b>\(HTML.escaped(prediction))</b> "
                    + "\(formatted(pair.value, "%.0f")) times.</li>"
            }
            let alt = "Confusion matrix: \(percent(confusionMatrix.accuracy)) right"
            return try "<div class=\"beside\">\n" + HTML.figure(plain, alt: alt, isWide: true)
                + (pairs.isEmpty ? "" : "\n<ul>\n\(pairs.joined(separator: "\n"))\n</ul>")
                + "\n</div>\n"
                + HTML.details(
                    "As shares of each true class",
                    HTML.figure(normalized, alt: alt + ", each row divided by its sum", isWide: true))
        }
    }

    private var classes: String {
        get throws {
            func row(_ row: ReportRow) -> [String] {
                [row.name] + [row.precision, row.recall, row.f1Score].map { formatted($0, "%.4f") }
                    + [formatted(row.support, "%.0f")]
            }
            let report = classificationReport
            let accuracy = ["accuracy", "", "", formatted(report.accuracy ?? report.microAverage.f1Score, "%.4f")]
            let rows =
                report.classes.map(row) + [accuracy + [formatted(report.macroAverage.support, "%.0f")]]
                + [row(report.macroAverage), row(report.weightedAverage)]
            let note =
                "<p class=\"muted\">Precision: of what was predicted as the class, the share that is right. Recall: of what is "
                + "of the class, the share that was found. F1 score: their harmonic mean.</p>"
            return note
                + HTML.table(
                    ["class", "precision", "recall", "F1 score", "support"], rows,
                    separatorBefore: report.classes.count)
                + HTML.details("As text", HTML.preformatted(report.text))
        }
    }

    private var worst: String {
        get throws {
            guard !mistakes.isEmpty else { return "<p>There is no mistake.</p>" }
            let tiles = try mistakes.enumerated().map { place, mistake in
                let (truth, prediction) = (classNames[mistake.truth], classNames[mistake.prediction])
                var picture = ""
                if place < pictures.count {
                    let data = HTML.base64(try pictures[place].png())
                    picture =
                        "<img src=\"data:image/png;base64,\(data)\" alt=\"sample \(mistake.index): "
                        + "\(HTML.escaped(truth))\">"
                }
                return "<figure>\(picture)<figcaption><span class=\"wrong\">\(HTML.escaped(prediction)) "
                    + "\(percent(mistake.confidence, 1))</span><br>true: \(HTML.escaped(truth))<br>"
                    + "<span class=\"muted\">\(percent(mistake.truthScore, 1)), no.\u{A0}\(mistake.index)</span>"
                    + "</figcaption></figure>"
            }
            return "<p class=\"muted\">What the model was surest of and wrong about. Wrong labels in the data show up "
                + "here first.</p>\n<div class=\"mistakes\">\n\(tiles.joined(separator: "\n"))\n</div>"
        }
    }

    private func trainingSection() throws -> String {
        guard let training, !training.epochs.isEmpty else { return "" }
        var names: [String] = []
        for log in training.logs {
            let name = log.name.hasPrefix("val_") ? String(log.name.dropFirst(4)) : log.name
            if !names.contains(name), log.values.contains(where: \.isFinite) { names.append(name) }
        }
        if let index = names.firstIndex(of: "loss") { names.insert(names.remove(at: index), at: 0) }
        let charts = try names.map { name in
            try HTML.figure(.learningCurves([training], logs: [name]), alt: "Learning curve of \(name)")
        }
        let rows = training.epochs.enumerated().map { index, epoch in
            ["\(epoch + 1)"]
                + training.logs.map { index < $0.values.count ? formatted($0.values[index], "%.4g") : "" }
        }
        return "<div class=\"charts\">\n\(charts.joined(separator: "\n"))\n</div>\n"
            + HTML.details("Epoch by epoch", HTML.table(["epoch"] + training.logs.map(\.name), rows))
    }

    private var trust: String {
        get throws {
            let reliability = Chart.reliability(calibration)
            let roc = try Chart.rocCurves(curves, classNames: classNames)
            return "<p class=\"muted\">Bars on the diagonal mean that of the predictions it is 80 % sure of, 80 % are "
                + "right.</p>\n<div class=\"charts\">\n"
                + (try HTML.figure(
                    reliability, alt: "Reliability: calibration error \(percent(calibration.expectedError))"))
                + (try HTML.figure(roc, alt: "ROC curves, mean area \(formatted(areas.macroAverage, "%.4f"))"))
                + "\n</div>"
        }
    }

    private func modelSection() throws -> String {
        let summary = HTML.preformatted(try model.summaryText(lineLength: 88))
        let network = try HTML.figure(.network(model), alt: "Layers of the network \(model.name)")
        var parts = [summary, HTML.details("Diagram", network)]
        if let filters = try? Chart.filters(model) {
            parts.append(
                HTML.details("Filters of the first layer", try HTML.figure(filters, alt: "Filters", isWide: true)))
        }
        if let weights = try? Chart.weightHistograms(model) {
            parts.append(
                HTML.details("Weights", try HTML.figure(weights, alt: "Histograms of all weights", isWide: true)))
        }
        return parts.joined(separator: "\n")
    }
}
