// A model in a server: one predictor, called from as many tasks as there are requests.

import Sumi

let model = Sequential {
    Input(28, 28, 1)
    Conv2D(8, kernelSize: 3, activation: .relu)
    MaxPooling2D(2)
    Flatten()
    Dense(10, activation: .softmax)
}
model.seed = 1

// The model stays with the task that trains it. A predictor is Sendable: it is what the model was at this moment.
let predictor = try model.predictor()

/// What a route's handler does with the pixels it was sent.
@Sendable func handle(_ pixels: [Float], with predictor: Predictor) throws -> Int {
    let image = try Tensor(shape: [1, 28, 28, 1], scalars: pixels)
    let probabilities = try predictor.predict(image).scalars(as: Float.self)
    return probabilities.indices.max { probabilities[$0] < probabilities[$1] } ?? 0
}

/// As a server does: a task for each request.
@Sendable func serve(_ requests: [[Float]], with predictor: Predictor) async throws -> [Int] {
    try await withThrowingTaskGroup(of: (Int, Int).self) { group in
        for (number, pixels) in requests.enumerated() {
            group.addTask { (number, try handle(pixels, with: predictor)) }
        }
        var answers = requests.map { _ in 0 }
        for try await (number, digit) in group { answers[number] = digit }
        return answers
    }
}

var random = RandomStream(seed: 2)
let requests = (0..<64).map { _ in (0..<784).map { _ in random.float() } }
let answers = try await serve(requests, with: predictor)

// One after the other gives the same answers.
let again = try requests.map { try handle($0, with: predictor) }
let agree = zip(answers, again).filter { $0 == $1 }.count
print("\(agree) of \(requests.count) requests were answered alike")
