import WaybillInterchange

/// An adapter that finds what it is told to find.
struct FixedReview: ProviderAdapter {
    let model: ModelName
    var result = AdapterReview()

    func review(_ request: PreparedRequest, _ parameters: GenerationParameters) -> AdapterReview { result }
    func encode(_ request: PreparedRequest, _ parameters: GenerationParameters, streaming: Bool) -> EncodedRequest {
        EncodedRequest(path: "/", headers: [], body: [])
    }
    func makeDecoder(outputLimit: Int?) -> any AnswerDecoder { preconditionFailure("plans decode nothing") }
    func failure(status: Int, headers: [HeaderField], body: [UInt8]) -> ModelFailure { preconditionFailure("plans fail nowhere") }
}
