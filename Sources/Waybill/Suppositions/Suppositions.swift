public import WaybillInterchange
public import WaybillRoutes

/// Failures to suppose of models and providers, in the order in which they come.
///
/// ## Usage
/// ```swift
/// let suppositions = try Suppositions("openai/gpt-5.4-mini=429:2,503;local=cut@40")
/// let call = try await router.rehearse(request, supposing: suppositions)
/// print(call.route)
/// ```
public struct Suppositions: Sendable, Hashable {
    /// Of whom something is supposed.
    public enum Target: Sendable, Hashable {
        /// All models of a provider together: each request to any of them takes the next step.
        case provider(String)
        /// One model, whatever is supposed of its provider.
        case model(ModelName)
    }

    /// What becomes of the requests to one target.
    public struct Course: Sendable, Hashable {
        /// One step for each request; an answer with the text ``WaybillRoutes/RehearsalScript/Answer/fixedText`` gets one of the expected length.
        public var steps: [RehearsalScript.Step]
        /// Whether the last step comes again for ever; otherwise the target answers after it.
        public var isEndless: Bool

        /// Creates a course.
        public init(_ steps: [RehearsalScript.Step], isEndless: Bool = false) {
            self.steps = steps
            self.isEndless = isEndless
        }

        /// The step of the n-th request, from 0.
        func step(_ number: Int) -> RehearsalScript.Step? {
            steps.indices.contains(number) ? steps[number] : isEndless ? steps.last : nil
        }
    }

    /// What is supposed of each target; whoever is not named answers.
    public var courses: [Target: Course]

    /// Creates suppositions.
    public init(_ courses: [Target: Course]) { self.courses = courses }

    /// The target that a request to a model falls to.
    func target(for model: ModelName) -> Target? {
        [.model(model), .provider(model.provider)].first { courses[$0] != nil }
    }
}

extension Suppositions.Target: CustomStringConvertible {
    public var description: String {
        switch self {
        case .provider(let name): name
        case .model(let name): name.description
        }
    }
}
