import WaybillInterchange

/// Words that many records share, each with a number from 1 on.
struct WordBook: Sendable, Equatable {
    private var numbers: [String: Int] = [:]
    private var words: [String] = []
    /// The numbers of models and places in files, without putting their texts together each time.
    private var models: [ModelName: Int] = [:]
    private var places: [SourceLocation: Int] = [:]
    /// How many of the words were added since the book was read or kept; they are the last.
    private(set) var added = 0

    /// How many words there are, and so the number of the last.
    var count: Int { words.count }

    /// The words that were added, with their numbers.
    var addedWords: some Sequence<(Int, String)> { words.enumerated().suffix(added).lazy.map { ($0.offset + 1, $0.element) } }

    /// The number of a word, the next one where it is new.
    mutating func number(of word: String) -> Int {
        if let number = numbers[word] { return number }
        append(word)
        added += 1
        return words.count
    }

    /// The number of a model's name.
    mutating func number(of model: ModelName) -> Int {
        if let number = models[model] { return number }
        let number = number(of: model.description)
        models[model] = number
        return number
    }

    /// The number of a place in a file, `routes.yaml:14:3`.
    mutating func number(of place: SourceLocation) -> Int {
        if let number = places[place] { return number }
        let number = number(of: place.description)
        places[place] = number
        return number
    }

    /// The word with a number; `nil`: there is none.
    func word(_ number: Int) -> String? { words.indices.contains(number - 1) ? words[number - 1] : nil }

    /// The number of a word that is there.
    func find(_ word: String) -> Int? { numbers[word] }

    /// The numbers of all words that something is true of.
    func numbers(where isMeant: (String) -> Bool) -> [Int] { words.indices.filter { isMeant(words[$0]) }.map { $0 + 1 } }

    /// Takes over a word that was kept elsewhere.
    ///
    /// - Returns: False where its number is not the next one.
    mutating func take(_ word: String, number: Int) -> Bool {
        guard number == words.count + 1 else { return false }
        append(word)
        return true
    }

    /// Notes that the added words are kept.
    mutating func keptAdded() { added = 0 }

    private mutating func append(_ word: String) {
        words.append(word)
        numbers[word] = words.count
    }
}
