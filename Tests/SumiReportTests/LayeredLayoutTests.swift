import SumiTestSupport
import Testing

import SumiReport

@Suite("Layout of network diagrams")
struct LayeredLayoutTests {
    @Test("boxes of random networks never overlap, stand below what they read, and no arrow crosses a box")
    func random() {
        for seed in 0..<40 {
            var random = TestGenerator(seed: UInt64(seed))
            let count = Int.random(in: 1...25, using: &random)
            let sizes = (0..<count).map { _ in
                Size(Double.random(in: 60...200, using: &random), Double.random(in: 20...60, using: &random))
            }
            var edges: [LayeredLayout.Edge] = []
            for to in 1..<max(count, 2) where to < count {
                for _ in 0..<Int.random(in: 1...2, using: &random) {
                    edges.append(.init(from: Int.random(in: 0..<to, using: &random), to: to))
                }
            }
            check(LayeredLayout(sizes: sizes, edges: edges), edges, seed)
        }
    }

    private func check(_ layout: LayeredLayout, _ edges: [LayeredLayout.Edge], _ seed: Int) {
        for (index, first) in layout.frames.enumerated() {
            #expect(first.x > -0.01 && first.maxX < layout.size.width + 0.01, "seed \(seed)")
            for second in layout.frames[(index + 1)...] {
                let isApart =
                    first.maxX <= second.x || second.maxX <= first.x || first.maxY <= second.y || second.maxY <= first.y
                #expect(isApart, "seed \(seed): \(first) and \(second)")
            }
        }
        for (edge, route) in zip(edges, layout.routes) {
            #expect(layout.frames[edge.from].maxY < layout.frames[edge.to].y, "seed \(seed)")
            // Between rows an arrow may go anywhere; through a row it goes straight down, beside all boxes.
            for point in route.dropFirst().dropLast() {
                let hit = layout.frames.contains {
                    point.x > $0.x && point.x < $0.maxX && point.y > $0.y + 0.01 && point.y < $0.maxY - 0.01
                }
                #expect(!hit, "seed \(seed): \(point)")
            }
        }
    }

    @Test("nothing, and one box, have a layout")
    func small() {
        #expect(LayeredLayout(sizes: [], edges: []).frames.isEmpty)
        #expect(LayeredLayout(sizes: [Size(10, 5)], edges: []).frames == [Rectangle(0, 0, 10, 5)])
    }
}
