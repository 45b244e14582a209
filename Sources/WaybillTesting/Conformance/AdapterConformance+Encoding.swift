import WaybillInterchange
import WaybillPromptCaching

extension AdapterConformance {
    /// Checks what is written for requests of every kind.
    func checkEncoding(_ findings: inout Findings) {
        for sample in SampleRequest.all(for: adapter.model) {
            let prepared = sample.prepared
            let review = adapter.review(prepared, GenerationParameters())
            findings.expect(
                adapter.review(sample.prepared, GenerationParameters()) == review, "The same request is reviewed alike", sample.name)
            checkWords(of: review, sample.name, &findings)
            guard review.obstacle == nil else { continue }
            for streaming in [false, true] {
                let written = adapter.encode(prepared, GenerationParameters(), streaming: streaming)
                let subject = "\(sample.name), \(streaming ? "streamed" : "whole")"
                findings.expect(
                    adapter.encode(sample.prepared, GenerationParameters(), streaming: streaming) == written,
                    "The same request gives the same bytes", subject)
                checkShape(written, subject, &findings)
                checkContent(written, of: sample, review, subject, &findings)
            }
            findings.expect(
                adapter.encode(prepared, GenerationParameters(), streaming: true)
                    != adapter.encode(prepared, GenerationParameters(), streaming: false), "Streams are asked for", sample.name)
        }
    }

    /// What a review says quotes nothing of the prompt.
    private func checkWords(of review: AdapterReview, _ subject: String, _ findings: inout Findings) {
        for words in review.adjustments.map(\.description) + [review.obstacle?.description].compactMap(\.self) {
            findings.expect(!words.isEmpty && !words.contains("mark-"), "A review explains itself and quotes nothing", subject, words)
        }
    }

    private func checkShape(_ written: EncodedRequest, _ subject: String, _ findings: inout Findings) {
        findings.expect(["POST", "GET"].contains(written.method), "The method is POST or GET", subject, written.method)
        findings.expect(written.path.hasPrefix("/"), "The path begins with a slash", subject, written.path)
        let isJSON = written.headers.value(of: "content-type")?.hasPrefix("application/json") == true
        findings.expect(isJSON, "The content type is JSON", subject)
        let credentials = ["authorization", "x-api-key", "api-key"]
        findings.expect(
            !credentials.contains { written.headers.value(of: $0) != nil }, "An adapter sends no credential", subject)
        let rule = "The body is JSON without doubled members"
        do throws(JSONError) {
            let body = try JSONReader.read(written.body, options: JSONReader.Options(duplicateKeys: .error))
            findings.expect(body.objectValue != nil, rule, subject, "no object")
            let names = adapter.model.id
            findings.expect(body.texts.contains(names) || written.path.contains(names), "The model is named by its own id", subject)
        } catch {
            findings.expect(false, rule, subject, "\(error)")
        }
    }

    private func checkContent(
        _ written: EncodedRequest, of sample: SampleRequest, _ review: AdapterReview, _ subject: String, _ findings: inout Findings
    ) {
        let texts = texts(in: written)
        if review.adjustments.isEmpty {
            for text in sample.expected {
                findings.expect(
                    texts.contains { $0.contains(text) }, "Nothing is dropped or changed without an adjustment", subject,
                    "'\(text)' is missing")
            }
        }
        for text in sample.forbidden {
            findings.expect(!texts.contains { $0.contains(text) }, "What is private or another model's is not sent", subject, text)
        }
    }

    /// Every string in a body, keys included, and every header.
    private func texts(in written: EncodedRequest) -> [String] {
        let headers = written.headers.flatMap { [$0.name, $0.value] }
        do throws(JSONError) { return try JSONReader.read(written.body).texts + headers } catch { return headers }
    }
}

// MARK: Parameters

extension AdapterConformance {
    private static let parameters: [(name: String, value: GenerationParameters)] = [
        ("temperature", GenerationParameters(temperature: 0.3)), ("top_p", GenerationParameters(topP: 0.8)),
        ("max_output_tokens", GenerationParameters(maxOutputTokens: 777)), ("stop", GenerationParameters(stop: ["mark-stop"])),
        ("seed", GenerationParameters(seed: 4_242)), ("reasoning_effort", GenerationParameters(reasoningEffort: .low)),
        ("verbosity", GenerationParameters(verbosity: .low)), ("parallel_tool_calls", GenerationParameters(parallelToolCalls: false)),
    ]

    /// Checks that each parameter is either written or told of.
    func checkParameters(_ findings: inout Findings) {
        guard let tools = SampleRequest.toolRequests.first else { return }
        for parameter in Self.parameters {
            let sample = parameter.name == "parallel_tool_calls" ? tools : SampleRequest.text
            let prepared = sample.prepared
            let without = GenerationParameters()
            let review = adapter.review(prepared, parameter.value)
            guard review.obstacle == nil, adapter.review(prepared, without).obstacle == nil else { continue }
            let isWritten = adapter.encode(prepared, parameter.value, streaming: true) != adapter.encode(prepared, without, streaming: true)
            findings.expect(
                isWritten || review.adjustments.contains { $0.subject == parameter.name }, "No parameter is dropped in silence",
                parameter.name)
        }
    }
}

extension JSONValue {
    /// Every string in the value, keys included.
    fileprivate var texts: [String] {
        switch self {
        case .null, .bool, .number: []
        case .string(let text): [text]
        case .array(let elements): elements.flatMap(\.texts)
        case .object(let object): object.flatMap { [$0.key] + $0.value.texts }
        }
    }
}
