// A model in a server: one reader of digits, called from as many tasks as there are requests.

import Sumi
import SumiImages

/// What a route's handler needs. It is Sendable; the model itself stays with the task that trains it.
struct DigitReader: Sendable {
    private let predictor: Predictor

    /// A predictor is what the model is at this moment.
    init(_ model: Model) throws { predictor = try model.predictor() }

    /// Reads the digit in a picture, from the bytes of a PNG or JPEG as they were sent.
    func read(_ upload: [UInt8]) throws -> (digit: Int, probability: Float) {
        let picture = try Image(decoding: upload, named: "the upload")
        let pixels = try picture.framed(for: [28, 28, 1], framing: .digit)
        let input = try pixels.reshaped([1, 28, 28, 1]) / 255
        let probabilities = try predictor.predict(input).scalars(as: Float.self)
        let digit = probabilities.indices.max { probabilities[$0] < probabilities[$1] } ?? 0
        return (digit, probabilities[digit])
    }
}

// A server loads what was trained: `try Model.load("digits.keras")`. This model has learned nothing yet.
let model = Sequential {
    Input(28, 28, 1)
    Conv2D(8, kernelSize: 3, activation: .relu)
    MaxPooling2D(2)
    Flatten()
    Dense(10, activation: .softmax)
}
model.seed = 1
let reader = try DigitReader(model)

/// As a server does: a task for each request.
@Sendable func serve(_ uploads: [[UInt8]], with reader: DigitReader) async throws -> [Int] {
    try await withThrowingTaskGroup(of: (Int, Int).self) { group in
        for (number, upload) in uploads.enumerated() {
            group.addTask { (number, try reader.read(upload).digit) }
        }
        var answers = uploads.map { _ in 0 }
        for try await (number, digit) in group { answers[number] = digit }
        return answers
    }
}

let digits = try Handwriting.load(train: 1, test: 64).test
let uploads = try (0..<digits.count).map { try Image(digits.images[$0]).png() }
let answers = try await serve(uploads, with: reader)

// One after the other gives the same answers.
let again = try uploads.map { try reader.read($0).digit }
let agree = zip(answers, again).filter { $0 == $1 }.count
print("\(agree) of \(uploads.count) requests were answered alike")
