public import WaybillInterchange

/// Parameters that suit a kind of work, under a name that a route can say: `preset: support`.
///
/// They go before nothing but the provider's own defaults: whatever a request, a candidate or the route says itself replaces them, one by one.
public struct ParameterPreset: Sendable, Hashable {
    /// The name as a route says it.
    public var name: String
    /// What work it is for, and why so.
    public var purpose: String
    /// What it says.
    public var parameters: GenerationParameters

    /// Creates a preset of one's own.
    public init(name: String, purpose: String, parameters: GenerationParameters) {
        self.name = name
        self.purpose = purpose
        self.parameters = parameters
    }

    /// Answers to people who wait for them.
    public static let support = ParameterPreset(
        name: "support",
        purpose: "answers to people who wait for them: no thinking before the first word, short, and nearly the same for the same question",
        parameters: GenerationParameters(temperature: 0.3, maxOutputTokens: 1_500, reasoningEffort: ReasoningEffort.none, verbosity: .low))

    /// Texts that are read with care.
    ///
    /// Without a temperature: models that think refuse one, and for prose the others are best left at their own.
    public static let writing = ParameterPreset(
        name: "writing",
        purpose: "texts that are read with care: a little thinking, room for several pages, and the model's own temperature",
        parameters: GenerationParameters(maxOutputTokens: 8_000, reasoningEffort: .low))

    /// Values that are taken out of a text.
    public static let extraction = ParameterPreset(
        name: "extraction",
        purpose: "values that are taken out of a text: what stands there and nothing else, with room for long lists",
        parameters: GenerationParameters(temperature: 0, maxOutputTokens: 4_000, reasoningEffort: ReasoningEffort.none))

    /// The presets that a file can name.
    public static let all: [ParameterPreset] = [.support, .writing, .extraction]
}

extension Route {
    /// What holds for a candidate where a request says nothing: its own parameters, then the route's, then those of the preset.
    package func parameters(for candidate: Candidate) -> GenerationParameters {
        let own = candidate.parameters.overriding(parameters)
        return preset.map { own.overriding($0.parameters) } ?? own
    }
}
