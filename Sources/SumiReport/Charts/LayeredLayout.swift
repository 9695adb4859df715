/// Boxes in rows, each below those it reads, with routes for the arrows between them.
///
/// Rows follow from the longest way to a box; arrows that skip rows pass between boxes, through places of their own;
/// in each row boxes stand near what they are joined to, as Sugiyama's method does it.
package struct LayeredLayout {
    package struct Edge: Hashable, Sendable {
        package var from: Int
        package var to: Int

        package init(from: Int, to: Int) { (self.from, self.to) = (from, to) }
    }

    package private(set) var frames: [Rectangle] = []
    /// For each edge the points of its way, from the lower side of one box to the upper side of the other.
    package private(set) var routes: [[Point]] = []
    package private(set) var size = Size(0, 0)

    private static let rowGap = 30.0
    private static let columnGap = 26.0
    /// What an arrow takes that passes a row.
    private static let laneWidth = 14.0

    /// A box, or the place where an arrow passes a row.
    private struct Cell {
        var row: Int
        var width: Double
        var box: Int?
        var above: [Int] = []
        var below: [Int] = []
        var x = 0.0
    }

    /// - Parameter edges: from boxes to later ones; others are left out.
    package init(sizes: [Size], edges: [Edge]) {
        let edges = edges.filter { $0.from < $0.to && sizes.indices.contains($0.from) && sizes.indices.contains($0.to) }
        var cells = Self.rows(sizes, edges).enumerated().map { box, row in
            Cell(row: row, width: sizes[box].width, box: box)
        }
        let chains = edges.map { Self.chain($0, &cells) }
        var rows = [[Int]](repeating: [], count: (cells.map(\.row).max() ?? -1) + 1)
        for index in cells.indices { rows[cells[index].row].append(index) }
        Self.order(&rows, cells)
        Self.place(rows, &cells)
        finish(sizes, rows, cells, chains)
    }

    /// Each box one row below the lowest that it reads; inputs just above what first reads them.
    private static func rows(_ sizes: [Size], _ edges: [Edge]) -> [Int] {
        var rows = [Int](repeating: 0, count: sizes.count)
        for edge in edges.sorted(by: { $0.to < $1.to }) { rows[edge.to] = max(rows[edge.to], rows[edge.from] + 1) }
        let hasSource = Set(edges.map(\.to))
        for box in sizes.indices where !hasSource.contains(box) {
            if let first = edges.filter({ $0.from == box }).map({ rows[$0.to] }).min() { rows[box] = first - 1 }
        }
        return rows
    }

    /// Adds the places between the ends of an edge; returns all cells on its way.
    private static func chain(_ edge: Edge, _ cells: inout [Cell]) -> [Int] {
        var chain = [edge.from]
        for row in cells[edge.from].row + 1..<max(cells[edge.to].row, cells[edge.from].row + 1) {
            cells.append(Cell(row: row, width: laneWidth, box: nil))
            chain.append(cells.count - 1)
        }
        chain.append(edge.to)
        for (upper, lower) in zip(chain, chain.dropFirst()) {
            cells[upper].below.append(lower)
            cells[lower].above.append(upper)
        }
        return chain
    }

    /// Sorts rows by the mean place of what their cells are joined to, downwards and upwards in turns, and keeps the
    /// order with the fewest crossings.
    private static func order(_ rows: inout [[Int]], _ cells: [Cell]) {
        var best = rows
        var fewest = crossings(rows, cells)
        for round in 0..<12 where fewest > 0 {
            let isDownward = round.isMultiple(of: 2)
            for row in isDownward ? Array(rows.indices) : rows.indices.reversed() {
                let other = isDownward ? row - 1 : row + 1
                guard rows.indices.contains(other) else { continue }
                let places = Dictionary(uniqueKeysWithValues: rows[other].enumerated().map { ($1, Double($0)) })
                let keys = rows[row].enumerated().map { place, index in
                    let joined = (isDownward ? cells[index].above : cells[index].below).compactMap { places[$0] }
                    return (joined.isEmpty ? Double(place) : joined.reduce(0, +) / Double(joined.count), place, index)
                }
                rows[row] = keys.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map(\.2)
            }
            let count = crossings(rows, cells)
            if count < fewest { (best, fewest) = (rows, count) }
        }
        rows = best
    }

    private static func crossings(_ rows: [[Int]], _ cells: [Cell]) -> Int {
        var count = 0
        for (upper, lower) in zip(rows, rows.dropFirst()) {
            let places = Dictionary(uniqueKeysWithValues: lower.enumerated().map { ($1, $0) })
            let ends = upper.map { cells[$0].below.compactMap { places[$0] } }
            for (index, first) in ends.enumerated() {
                for second in ends[(index + 1)...] {
                    for end in first { count += second.count { $0 < end } }
                }
            }
        }
        return count
    }

    /// Moves cells towards what they are joined to, without overlaps.
    private static func place(_ rows: [[Int]], _ cells: inout [Cell]) {
        for row in rows {
            var x = 0.0
            for index in row {
                cells[index].x = x + cells[index].width / 2
                x += cells[index].width + columnGap
            }
            for index in row { cells[index].x -= (x - columnGap) / 2 }
        }
        for round in 0..<40 {
            let isDownward = round.isMultiple(of: 2)
            for row in isDownward ? Array(rows.indices) : rows.indices.reversed() {
                let wanted = rows[row].map { index in
                    let joined = isDownward ? cells[index].above : cells[index].below
                    return joined.isEmpty
                        ? cells[index].x : joined.reduce(0) { $0 + cells[$1].x } / Double(joined.count)
                }
                spread(rows[row], wanted, &cells)
            }
        }
    }

    /// Gives the cells of a row the wanted places, or the nearest without overlaps: neighbours that would overlap form a
    /// block around their mean.
    private static func spread(_ row: [Int], _ wanted: [Double], _ cells: inout [Cell]) {
        struct Block {
            var members: [Int]
            /// Where the first member wants to be, added up over the members.
            var sum: Double
            var start: Double { sum / Double(members.count) }
        }
        // Distance of each cell from the first in its row, when they stand close.
        var offsets: [Double] = []
        for (place, index) in row.enumerated() {
            guard place > 0 else {
                offsets.append(0)
                continue
            }
            let before = cells[row[place - 1]]
            offsets.append(offsets[place - 1] + (before.width + cells[index].width) / 2 + columnGap)
        }
        var blocks: [Block] = []
        for place in row.indices {
            var block = Block(members: [place], sum: wanted[place] - offsets[place])
            while let last = blocks.last, last.start > block.start {
                blocks.removeLast()
                block = Block(members: last.members + block.members, sum: last.sum + block.sum)
            }
            blocks.append(block)
        }
        for block in blocks {
            for place in block.members { cells[row[place]].x = block.start + offsets[place] }
        }
    }

    private mutating func finish(_ sizes: [Size], _ rows: [[Int]], _ cells: [Cell], _ chains: [[Int]]) {
        let left = cells.map { $0.x - $0.width / 2 }.min() ?? 0
        let right = cells.map { $0.x + $0.width / 2 }.max() ?? 0
        var tops: [Double] = []
        var heights: [Double] = []
        var y = 0.0
        for row in rows {
            let height = row.compactMap { cells[$0].box.map { sizes[$0].height } }.max() ?? 0
            tops.append(y)
            heights.append(height)
            y += height + Self.rowGap
        }
        frames = sizes.indices.map { box in
            let cell = cells[box]
            return Rectangle(
                cell.x - left - cell.width / 2, tops[cell.row] + (heights[cell.row] - sizes[box].height) / 2,
                cell.width, sizes[box].height)
        }
        routes = chains.map { chain in
            chain.enumerated().flatMap { place, index -> [Point] in
                let (cell, x) = (cells[index], cells[index].x - left)
                if place == 0 { return [Point(x, frames[index].maxY)] }
                if place == chain.count - 1 { return [Point(x, frames[index].y)] }
                return [Point(x, tops[cell.row]), Point(x, tops[cell.row] + heights[cell.row])]
            }
        }
        size = Size(right - left, max(y - Self.rowGap, 0))
    }
}
