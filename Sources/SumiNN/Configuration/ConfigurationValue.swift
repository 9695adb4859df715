import SumiJSON

/// A piece of configuration that passes through the encoder and decoder as it is.
package struct ConfigurationValue: Codable {
    package var json: JSON

    package init(json: JSON) { self.json = json }

    package init(from decoder: any Decoder) throws {
        guard let decoder = decoder as? JSONDecoding else {
            throw ConfigurationError("settings are read by Sumi's own decoder only")
        }
        json = decoder.json
    }

    package func encode(to encoder: any Encoder) throws {
        guard let encoder = encoder as? JSONEncoding else {
            throw ConfigurationError("settings are written by Sumi's own encoder only")
        }
        encoder.box.value = json
    }
}
