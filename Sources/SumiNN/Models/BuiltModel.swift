import SumiGraph
import SumiTensor

/// What a model has once its weights are made.
package struct BuiltModel {
    package var probe: NetworkProbe
    package var values: [WeightValue]

    package init(probe: NetworkProbe, values: [WeightValue]) {
        self.probe = probe
        self.values = values
    }

    package var weights: [Weight] { probe.weights }
}
