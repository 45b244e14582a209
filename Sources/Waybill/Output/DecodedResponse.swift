public import WaybillInterchange

/// An answer as a value of the program's own type, with its waybill.
public struct DecodedResponse<Value> {
    /// The answer.
    public var value: Value
    /// The answer as it came, with the model that gave it and the report.
    public var response: ModelResponse

    /// Creates a response.
    public init(value: Value, response: ModelResponse) {
        self.value = value
        self.response = response
    }
}

extension DecodedResponse: Sendable where Value: Sendable {}

extension ModelResponse {
    /// Why an answer that was to be decoded could not be: it is no answer of that kind at all.
    var undecodable: ModelFailure {
        var failure =
            if refusal != nil {
                ModelFailure(.refused, scope: .request, "The model declined to answer.", model: model)
            } else if finishReason == .contentFilter {
                ModelFailure(.contentPolicy, scope: .request, "The provider's content filter cut the answer.", model: model)
            } else if !isComplete {
                ModelFailure(
                    .outputLimitReached, scope: .request, "The answer was cut before it was whole; raise its limit.", model: model)
            } else {
                ModelFailure(.invalidOutput, scope: .model, "The model called tools in place of an answer to decode.", model: model)
            }
        failure.partial = items
        failure.route = route
        return failure
    }
}
