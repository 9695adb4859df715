import Foundation
import Testing

/// A Markdown file of the repository.
struct Document: Sendable, CustomTestStringConvertible {
    /// A fenced block.
    struct Block: Hashable {
        /// What stands behind the opening fence: the language, and what belongs to it.
        var info: String
        /// The lines between the fences, each with its line feed.
        var text: String

        var language: Substring { info.prefix { $0 != " " } }
    }

    let path: String

    var testDescription: String { path }

    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// All that a reader may find: beside README.md, and below `docs`.
    static let all: [Document] = {
        let below = FileManager.default.subpaths(atPath: root.appendingPathComponent("docs").path) ?? []
        let beside = (try? FileManager.default.contentsOfDirectory(atPath: root.path)) ?? []
        return (beside + below.map { "docs/\($0)" }).filter { $0.hasSuffix(".md") }.sorted().map(Document.init)
    }()

    var url: URL { Self.root.appendingPathComponent(path) }

    func text() throws -> String { String(decoding: try Data(contentsOf: url), as: UTF8.self) }

    /// The fenced blocks, in order.
    func blocks() throws -> [Block] { Self.pieces(of: try text()).compactMap(\.block) }

    /// The document with `replacement` in place of each fenced block's text.
    func replacingBlocks(_ replacement: (Block) -> String) throws -> String {
        Self.pieces(of: try text()).map { piece in
            piece.block.map { "```\($0.info)\n\(replacement($0))```\n" } ?? piece.text
        }.joined()
    }

    /// A fenced block, or a line between blocks.
    private struct Piece {
        var text: String
        var block: Block?
    }

    private static func pieces(of text: String) -> [Piece] {
        var pieces: [Piece] = []
        var open: Block?
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        if lines.last == "" { lines.removeLast() }
        for line in lines {
            if let block = open {
                if line == "```" {
                    pieces.append(Piece(text: "", block: block))
                    open = nil
                } else {
                    open?.text += line + "\n"
                }
            } else if line.hasPrefix("```") {
                open = Block(info: String(line.dropFirst(3)), text: "")
            } else {
                pieces.append(Piece(text: line + "\n"))
            }
        }
        return pieces
    }
}
