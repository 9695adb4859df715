import SumiTensor

/// What a network's inputs take, and the checks of data for them.
package struct NetworkInputs: Sendable {
    private let names: [String]
    package let settings: [InputSettings?]
    /// How errors name the model.
    private let place: String

    package init(_ network: Network, place: String) {
        names = network.inputs.map { network.name(of: $0.entry) }
        settings = network.inputs.map(\.entry.inputSettings)
        self.place = place
    }

    /// Data must be there, with as many samples for every input.
    ///
    /// - Throws: ``ModelError``, which names the input.
    package static func checkCounts(_ inputs: [ModelInput], place: String) throws {
        guard let first = inputs.first else { throw ModelError(place: place, "there are no input data") }
        if let index = inputs.firstIndex(where: { $0.tensor.shape.rank == 0 }) {
            throw ModelError(place: place, "input \(index) is a single number: its first axis counts the samples")
        }
        let count = first.tensor.shape.dimensions[0]
        guard count > 0 else { throw ModelError(place: place, "the data are empty: there is not a single sample") }
        for (index, input) in inputs.enumerated() where input.tensor.shape.dimensions.first != count {
            throw ModelError(
                place: place,
                "input \(index) holds \(input.tensor.shape.dimensions.first ?? 1) samples and input 0 \(count): all "
                    + "need the same number")
        }
    }

    /// `inputs`, whose counts were checked, with the sizes that the network's inputs have.
    ///
    /// - Throws: ``ModelError``: what does not fit, and the way out.
    package func fitted(_ inputs: [ModelInput]) throws -> [ModelInput] {
        guard inputs.count == settings.count else {
            throw ModelError(
                place: place, "the model has \(settings.count) inputs and receives data for \(inputs.count)")
        }
        return try inputs.enumerated().map { index, input in
            guard let settings = settings[index] else { return input }
            return ModelInput(try fitted(input.tensor, to: settings, name: names[index]), divisor: input.divisor)
        }
    }

    /// `tensor` with its sizes as the input has them: a last axis of size 1 is added or taken as Keras does it.
    private func fitted(_ tensor: Tensor, to settings: InputSettings, name: String) throws -> Tensor {
        let given = Array(tensor.shape.dimensions.dropFirst())
        func fits(_ sizes: [Int]) -> Bool {
            sizes.count == settings.sizes.count && zip(sizes, settings.sizes).allSatisfy { $1 == nil || $0 == $1 }
        }
        if fits(given) { return tensor }
        var candidates = [given + [1], [1] + given]
        if given.last == 1 { candidates.append(Array(given.dropLast())) }
        if let sizes = candidates.first(where: fits) {
            return Tensor(shape: Shape([tensor.shape.dimensions[0]] + sizes), storage: tensor.storage)
        }
        let wanted = settings.sizes.compactMap { $0 }
        let hint =
            wanted.count == settings.sizes.count && Shape(wanted).count == Shape(given).count
            ? ". They hold as many values: reshape them, or begin the model with Input\(shapeText(given)) and Flatten"
            : ""
        throw ModelError(
            place: place,
            "input \"\(name)\" takes samples of \(shapeText(settings.sizes)) and the data's samples are of "
                + "\(shapeText(given))" + hint)
    }
}
