import WaybillInterchange
import WaybillRouteFiles
import WaybillRoutes

extension Suppositions {
    /// Reads suppositions such as `openai/gpt-5.4-mini=429:2,503;local=cut@40`.
    ///
    /// Targets are separated by `;`. Each is a model `provider/id` or a provider, followed by `=` and its steps, separated by `,`: a status from
    /// 400 to 599, with `:` and a time for Retry-After (`429:2` is two seconds, `429:5m` five minutes), or a word of a rehearsal script
    /// (``WaybillRoutes/RehearsalScript/Step/words``); `cut@40` and `stall@40` go wrong after 40 pieces, each about a word;
    /// `refuses:temperature` is a 400 that names this parameter, as long as a request has it. A `*` after the last step
    /// repeats it for ever.
    ///
    /// - Throws: ``SuppositionsMalformed`` for the first mistake.
    public init(_ text: String) throws(SuppositionsMalformed) {
        var courses: [Target: Course] = [:]
        for entry in text.pieces(at: ";") {
            let reader = SuppositionReader(text, entry)
            let (target, course) = try reader.read()
            guard courses.updateValue(course, forKey: target) == nil else {
                throw reader.problem(entry, "'\(target)' stands here twice; write all of its failures after one '='")
            }
        }
        self.init(courses)
    }
}

/// A mistake in a text of suppositions.
public struct SuppositionsMalformed: Error, Sendable, Hashable, CustomStringConvertible {
    /// Where it stands: the character's number, from 1.
    public let place: Int
    /// What is wrong there and what to write: a sentence without its full stop.
    public let problem: String

    public var description: String { "What is supposed cannot be read at character \(place): \(problem)." }
}

/// Reads one target with its steps.
private struct SuppositionReader {
    let text: String
    let entry: Substring

    init(_ text: String, _ entry: Substring) {
        self.text = text
        self.entry = entry
    }

    func read() throws(SuppositionsMalformed) -> (Suppositions.Target, Suppositions.Course) {
        guard let sign = entry.firstIndex(of: "=") else {
            throw problem(entry, "\(quoted(entry)) has no '='; write a model or a provider and what it does, such as openai=429,503")
        }
        let name = String(entry[..<sign].trimmed)
        guard !name.isEmpty else {
            throw problem(entry, "before the '=' stands a model or a provider, such as openai/gpt-5.4-mini or openai")
        }
        var steps: [RehearsalScript.Step] = []
        var isEndless = false
        for piece in entry[entry.index(after: sign)...].pieces(at: ",") {
            guard !isEndless else { throw problem(piece, "nothing can follow a step with '*', which comes for ever") }
            isEndless = piece.hasSuffix("*")
            steps.append(try step(isEndless ? piece.dropLast().trimmed : piece))
        }
        let target = ModelName(name).map(Suppositions.Target.model) ?? .provider(name)
        return (target, Suppositions.Course(steps, isEndless: isEndless))
    }

    private func step(_ piece: Substring) throws(SuppositionsMalformed) -> RehearsalScript.Step {
        let word = piece.prefix { $0 != ":" && $0 != "@" }
        let suffix = piece[word.endIndex...]
        if word == "refuses" { return .failure(.unknownParameter(try parameter(suffix))) }
        var step = try bareStep(word)
        switch (step, suffix.first) {
        case (_, nil): break
        case (.failure(.status(let status, _, let code)), ":") where Int(word) != nil:
            step = .failure(.status(status, retryAfter: try retryAfter(suffix.dropFirst()), code: code))
        case (.answer(var answer), "@") where answer.interruption != nil:
            guard let count = Int(suffix.dropFirst()), (0...100_000).contains(count) else {
                throw problem(suffix, "after '@' stands how many pieces of the answer come, such as \(word)@40")
            }
            answer.interruption?.after = count
            step = .answer(answer)
        case (_, ":"): throw problem(suffix, "only a status takes a time to wait, such as 429:2")
        default: throw problem(suffix, "only 'cut' and 'stall' take a number of pieces, such as cut@40")
        }
        return step
    }

    private func parameter(_ suffix: Substring) throws(SuppositionsMalformed) -> String {
        let name = suffix.dropFirst().trimmed
        guard suffix.first == ":", !name.isEmpty else {
            throw problem(suffix, "after 'refuses:' stands the parameter that the model does not know, such as refuses:temperature")
        }
        return String(name)
    }

    private func bareStep(_ word: Substring) throws(SuppositionsMalformed) -> RehearsalScript.Step {
        if let status = Int(word), RehearsalScript.Step.statuses.contains(status) {
            return .failure(.status(status, retryAfter: nil, code: nil))
        }
        let words = RehearsalScript.Step.words
        if let step = words.first(where: { $0.name == word }) { return step.value }
        let names = words.map(\.name) + ["refuses:PARAMETER"]
        let known = "a status from 400 to 599, \(names.dropLast().joined(separator: ", ")) and \(names.last ?? "")"
        guard !word.isEmpty else { throw problem(word, "a failure is missing here; known are \(known)") }
        let usual = ["429", "500", "503", "401", "400", "404", "529"]
        let hint = nearestWord(to: String(word), among: names + usual + ["refuses"]).map { "did you mean '\($0)'? Known" } ?? "known"
        throw problem(word, "\(quoted(word)) is no failure; \(hint) are \(known)")
    }

    /// A time to wait; a bare number is seconds, as in the header.
    private func retryAfter(_ text: Substring) throws(SuppositionsMalformed) -> Duration {
        let isBare = text.last?.isNumber ?? false
        do throws(UnitProblem) {
            return try Units.duration(isBare ? "\(text)s" : String(text))
        } catch {
            throw problem(text, "\(quoted(text)) \(error.reason)")
        }
    }

    func problem(_ piece: Substring, _ problem: String) -> SuppositionsMalformed {
        SuppositionsMalformed(place: text.distance(from: text.startIndex, to: piece.startIndex) + 1, problem: problem)
    }

    private func quoted(_ piece: Substring) -> String { "'\(piece)'" }
}

extension Substring {
    fileprivate var trimmed: Substring {
        let start = drop { $0.isWhitespace }
        return start.lastIndex { !$0.isWhitespace }.map { start[...$0] } ?? start
    }

    /// What stands between separators, without white space around it.
    fileprivate func pieces(at separator: Character) -> [Substring] {
        split(separator: separator, omittingEmptySubsequences: false).map(\.trimmed)
    }
}

extension String {
    fileprivate func pieces(at separator: Character) -> [Substring] { self[...].pieces(at: separator) }
}
