import Synchronization
public import WaybillInterchange

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension ModelRouter {
    /// Asks and returns the whole answer as a value of a type.
    ///
    /// The schema for the model is the caller's, in `request.output`. An answer that cannot be decoded is treated as one that does not fit its
    /// schema: the same model is asked once more, then the next candidate.
    ///
    /// ## Usage
    /// ```swift
    /// struct Place: Decodable { var city: String; var country: String }
    ///
    /// var request = ModelRequest("Where is the Eiffel Tower?", workload: "extract")
    /// request.output = .jsonSchema(JSONSchemaFormat(name: "place", schema: schema))
    /// let place = try await router.respond(to: request, as: Place.self).value
    /// ```
    ///
    /// Foundation's `JSONDecoder` decodes, so that its types (`URL`, `Decimal`, `Data`) do as everywhere; for a decoder set up otherwise there is
    /// ``respond(to:decoding:)``.
    ///
    /// - Throws: ``ModelFailure`` when nobody could answer; with ``FailureKind/refused`` when the model declined, and with
    ///   ``FailureKind/outputLimitReached`` when the answer was cut. `CancellationError` when the calling task was cancelled.
    public func respond<Value: Decodable & Sendable>(
        to request: ModelRequest, as type: Value.Type
    ) async throws -> DecodedResponse<Value> {
        try await respond(to: request) { text in try JSONDecoder().decode(Value.self, from: Data(text.utf8)) }
    }

    /// Asks and returns the whole answer as what a function of the caller's makes of its text.
    ///
    /// - Parameter decode: Makes a value of the text of a whole answer. What it throws counts as ``FailureKind/invalidOutput``; of a
    ///   `DecodingError` the place is told.
    /// - Throws: As ``respond(to:as:)``.
    public func respond<Value: Sendable>(
        to request: ModelRequest, decoding decode: @escaping @Sendable (_ text: String) throws -> Value
    ) async throws -> DecodedResponse<Value> {
        let decoded = Decoded<Value>()
        let call = try prepareCall(request) { text in
            do {
                decoded.value.withLock { $0 = nil }
                let value = try decode(text)
                decoded.value.withLock { $0 = value }
                return nil
            } catch {
                return OutputFinding(decodingFault: error)
            }
        }
        let response = try await wholeResponse(to: call)
        guard let value = decoded.value.withLock({ $0 }) else { throw response.undecodable }
        return DecodedResponse(value: value, response: response)
    }
}

/// What an answer was decoded to while it was checked.
private final class Decoded<Value: Sendable>: Sendable {
    let value = Mutex<Value?>(nil)
}
