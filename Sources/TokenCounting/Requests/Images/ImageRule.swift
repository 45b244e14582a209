public import WaybillInterchange

/// What images cost at a family of models: a figure from a dated source.
public struct ImageRule: Sendable, Hashable {
    /// How an image becomes tokens.
    public enum Method: Sendable, Hashable {
        /// A base, and so many for every tile of 512 pixels, after the image is made to fit into 2048 × 2048 and its shorter side into 768.
        ///
        /// In low detail it is the base alone.
        case tiles(base: Int, tile: Int)
        /// One for every patch, times hundredths of a multiplier, after the image is made to need no more patches than the budget.
        case patches(PatchGrid)
    }

    /// How an image is cut into patches.
    public struct PatchGrid: Sendable, Hashable {
        /// The side of a patch, in pixels.
        public var side = 32
        /// The most patches.
        public var budget: Int
        /// The most patches with detail `original`, where that is another number.
        public var originalBudget: Int?
        /// The longest side that an image is left with, in pixels; `nil`: any.
        public var longestSide: Int?
        /// Hundredths of a token for each patch.
        public var hundredthsPerPatch = 100
    }

    /// The families, as their models' names begin.
    public var models: [String]
    /// How an image becomes tokens.
    public var method: Method
    /// Whether the sources that were read agree.
    public var isAgreed: Bool
    /// Where the figures stand.
    public var source: String
    /// When they were read, `YYYY-MM-DD`.
    public var asOf: String

    /// The tokens of an image.
    ///
    /// - Parameters:
    ///   - size: Its size in pixels; `nil`: not known.
    ///   - tokenizer: The name that the count is to carry.
    public func count(_ size: ImageSize?, detail: ImageDetail, tokenizer: String) -> TokenCount {
        let expected = tokens(size ?? ImageSize(width: 1_024, height: 1_024), detail)
        func estimate(_ reason: String) -> TokenCount { TokenCount(expected, .estimated, tokenizer: tokenizer, reason: reason) }
        if !isAgreed { return estimate("sources disagree on what images cost at this model") }
        if case .patches = method, detail == .low { return estimate("what low detail costs at this model is not published") }
        let range = size.map { everyDetail($0, detail) } ?? everySize(detail)
        if range == expected...expected { return TokenCount(expected, .exact, tokenizer: tokenizer) }
        return TokenCount(
            expected, .bounded(max(expected - range.lowerBound, range.upperBound - expected)), tokenizer: tokenizer,
            reason: size == nil ? "the size of an image is not known" : "the provider chooses how closely it looks at an image")
    }

    /// What an image of any size can cost.
    private func everySize(_ detail: ImageDetail) -> ClosedRange<Int> {
        switch method {
        case .tiles(let base, let tile):
            switch detail {
            case .low: base...base
            // Two tiles on the shorter side and four on the longer.
            case .auto: base...base + 8 * tile
            default: base + tile...base + 8 * tile
            }
        case .patches(let grid): grid.tokens(patches: 1)...grid.tokens(patches: grid.budget(detail))
        }
    }

    /// What an image of this size can cost: two figures where the provider chooses its detail.
    private func everyDetail(_ size: ImageSize, _ detail: ImageDetail) -> ClosedRange<Int> {
        let asked = tokens(size, detail)
        guard detail == .auto else { return asked...asked }
        let low = tokens(size, .low)
        return min(low, asked)...max(low, asked)
    }

    private func tokens(_ size: ImageSize, _ detail: ImageDetail) -> Int {
        switch method {
        case .tiles(let base, let tile): detail == .low ? base : base + tile * Self.tileCount(size)
        case .patches(let grid): grid.tokens(patches: grid.patchCount(size, budget: grid.budget(detail)))
        }
    }

    /// The tiles of 512 pixels after the image was made to fit.
    private static func tileCount(_ size: ImageSize) -> Int {
        var (width, height) = (Double(size.width), Double(size.height))
        func shrink(_ factor: Double) {
            guard factor < 1 else { return }
            width *= factor
            height *= factor
        }
        shrink(2_048 / max(width, height))
        shrink(768 / min(width, height))
        return ceiling(width / 512) * ceiling(height / 512)
    }
}

extension ImageRule.PatchGrid {
    func budget(_ detail: ImageDetail) -> Int { detail == .original ? originalBudget ?? budget : budget }

    func tokens(patches: Int) -> Int { (patches * hundredthsPerPatch + 99) / 100 }

    /// The patches after the image was made to need no more than the budget.
    func patchCount(_ size: ImageSize, budget: Int) -> Int {
        var (width, height) = (Double(size.width), Double(size.height))
        if let longestSide, max(width, height) > Double(longestSide) {
            let factor = Double(longestSide) / max(width, height)
            (width, height) = (width * factor, height * factor)
        }
        let side = Double(side)
        if (width / side).rounded(.up) * (height / side).rounded(.up) <= Double(budget) {
            return ceiling(width / side) * ceiling(height / side)
        }
        let fitting = (side * side * Double(budget) / (width * height)).squareRoot()
        // One side is brought to whole patches; an image that is a line keeps at least one.
        let (across, down) = (max(1, width * fitting / side), max(1, height * fitting / side))
        let whole = min(across.rounded(.down) / across, down.rounded(.down) / down)
        return min(budget, ceiling(across * whole) * ceiling(down * whole))
    }
}

/// The next whole number, but for what dividing left behind.
private func ceiling(_ value: Double) -> Int { max(1, Int((value - 1e-9).rounded(.up))) }
