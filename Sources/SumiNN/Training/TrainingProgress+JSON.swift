import SumiJSON
import SumiTensor

extension TrainingProgress {
    /// Everything but the tensors, for a file. Numbers keep their bits.
    package var json: JSON {
        var states = JSONObject()
        for (name, state) in callbacks.sorted(by: { $0.key < $1.key }) { states[name] = state.values }
        var logged = JSONObject()
        for (name, value) in logs.sorted(by: { $0.key < $1.key }) { logged[name] = .number(value) }
        return [
            "version": 1, "epoch": .integer(epoch), "batch": .integer(batch), "finished": .bool(isFinished),
            "stopped": .bool(isStopped),
            "batches": [
                "size": .integer(batches.size), "samples": .integer(batches.samples), "steps": .integer(batches.steps),
                "shuffled": .bool(batches.isShuffled),
            ],
            "seed": .integer(Int(bitPattern: UInt(seed))), "step": .integer(counters.step),
            "draws": .integer(Int(counters.draws)), "shuffles": .integer(Int(clamping: counters.shuffles)),
            "warned": .bool(counters.hasWarned), "learning_rate": JSON(learningRate), "logs": .object(logged),
            "callbacks": .object(states),
        ]
    }

    /// The tensors, for a file, by names that tell what they belong to.
    package var tensors: [String: Tensor] {
        var tensors: [String: Tensor] = [:]
        for (name, sum) in sums { tensors["sums/\(name)"] = sum }
        for (name, state) in callbacks {
            for (part, tensor) in state.tensors { tensors["callbacks/\(name)/\(part)"] = tensor }
        }
        return tensors
    }

    /// Reads what ``json`` and ``tensors`` wrote. A file may hold anything.
    ///
    /// - Throws: ``ModelError`` where it is not that.
    package init(json: JSON, tensors: [String: Tensor]) throws {
        func fault(_ key: String) -> ModelError {
            ModelError("the file's record of its training is damaged: \"\(key)\" is not what it should be")
        }
        func number(_ json: JSON?, _ key: String, _ limit: Int = 1 << 62) throws -> Int {
            guard let value = json?[key]?.integer, (0...limit).contains(value) else { throw fault(key) }
            return value
        }
        guard json["version"]?.integer == 1 else {
            throw ModelError("the file's record of its training is of a version that this one does not know")
        }
        epoch = try number(json, "epoch")
        batch = try number(json, "batch")
        isFinished = json["finished"]?.bool ?? false
        isStopped = json["stopped"]?.bool ?? false
        let cut = json["batches"]
        batches = Batches(
            size: try number(cut, "size"), samples: try number(cut, "samples"), steps: try number(cut, "steps"),
            isShuffled: cut?["shuffled"]?.bool ?? true)
        guard let bits = json["seed"]?.integer else { throw fault("seed") }
        seed = UInt64(UInt(bitPattern: bits))
        counters.step = try number(json, "step")
        counters.draws = UInt32(try number(json, "draws", Int(UInt32.max)))
        counters.shuffles = UInt64(try number(json, "shuffles"))
        counters.hasWarned = json["warned"]?.bool ?? false
        learningRate = json["learning_rate"]?.double
        for (name, value) in json["logs"]?.object?.members ?? [] { logs[name] = value.double }
        for (name, values) in json["callbacks"]?.object?.members ?? [] {
            let start = "callbacks/\(name)/"
            let own = tensors.filter { $0.key.hasPrefix(start) }
            callbacks[name] = ResumeState(
                values,
                tensors: Dictionary(
                    own.map { (String($0.key.dropFirst(start.count)), $0.value) },
                    uniquingKeysWith: { first, _ in first }))
        }
        for (name, tensor) in tensors where name.hasPrefix("sums/metrics/") {
            sums[String(name.dropFirst("sums/".count))] = tensor
        }
    }
}
