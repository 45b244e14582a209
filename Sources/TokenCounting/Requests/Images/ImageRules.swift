/// What images cost, as far as anybody has written it down.
///
/// Figures, not code: a new model is a new line here. Where several lines fit a model's name, the one whose name is longest counts.
public enum ImageRules {
    /// Every rule.
    public static let all: [ImageRule] = [
        tiles(["gpt-4o", "gpt-4.1", "gpt-4.5", "gpt-4.5-preview", "chatgpt-4o-latest"], base: 85, tile: 170),
        tiles(["gpt-4o-mini"], base: 2_833, tile: 5_667),
        tiles(["o1", "o1-pro", "o3"], base: 75, tile: 150),
        tiles(["gpt-5", "gpt-5.1", "gpt-5-chat-latest"], base: 70, tile: 140),
        tiles(["computer-use-preview", "gpt-image-1"], base: 65, tile: 129),

        patches(["gpt-4.1-mini"], budget: 1_536, hundredths: 162),
        patches(["gpt-4.1-nano"], budget: 1_536, hundredths: 246),
        patches(["o4-mini"], budget: 1_536, hundredths: 172),

        // That these two have patches is reported at openai/openai-python#2851; the multipliers are those of the models before them.
        disputed(["gpt-5-mini"], budget: 1_536, hundredths: 162, "openai/openai-python#2851"),
        disputed(["gpt-5-nano"], budget: 1_536, hundredths: 246, "openai/openai-python#2851"),
        // Microsoft multiplies by 1.0, LiteLLM by 1.2; measurements of gpt-5.2 fit 1.2.
        disputed(["gpt-5.2"], budget: 1_536, hundredths: 120, "LiteLLM 1.109.1; Microsoft's calculator of 2026-05 has a multiplier of 1.0"),
        disputed(["gpt-5.3"], budget: 1_536, hundredths: 100, "Microsoft's calculator of 2026-05; LiteLLM has 1.2 for its neighbours"),
        disputed(
            ["gpt-5.4", "gpt-5.5"], budget: 2_500, original: 10_000, hundredths: 120,
            "LiteLLM 1.109.1; Microsoft's calculator of 2026-05 has a multiplier of 1.0"),
        disputed(["gpt-5.4-mini"], budget: 1_536, hundredths: 162, "Microsoft's calculator of 2026-05; LiteLLM has 1.2"),
        disputed(["gpt-5.4-nano"], budget: 1_536, hundredths: 246, "Microsoft's calculator of 2026-05; LiteLLM has 1.2"),
        disputed(["gpt-5.6", "gpt-6-astra"], budget: 2_500, original: 10_000, hundredths: 120, "LiteLLM 1.109.1 alone"),

        // Anthropic's older rule is width × height / 750.
        anthropic(["claude"], longestSide: 1_568, budget: 1_568),
        anthropic(["claude-opus-4-7", "claude-sonnet-4-7", "claude-haiku-4-7"], longestSide: 2_576, budget: 4_784),
    ]

    /// The rule for a model.
    static func rule(for family: ModelFamily) -> ImageRule? {
        var found: (rule: ImageRule, length: Int)?
        for rule in all {
            for name in rule.models where name.utf8.count > found?.length ?? 0 && family.begins(name) { found = (rule, name.utf8.count) }
        }
        return found?.rule
    }

    private static func tiles(_ models: [String], base: Int, tile: Int) -> ImageRule {
        ImageRule(models: models, method: .tiles(base: base, tile: tile), isAgreed: true, source: guide, asOf: date)
    }

    private static func patches(_ models: [String], budget: Int, hundredths: Int) -> ImageRule {
        let grid = ImageRule.PatchGrid(budget: budget, hundredthsPerPatch: hundredths)
        return ImageRule(models: models, method: .patches(grid), isAgreed: true, source: guide, asOf: date)
    }

    private static func disputed(_ models: [String], budget: Int, original: Int? = nil, hundredths: Int, _ source: String) -> ImageRule {
        let grid = ImageRule.PatchGrid(budget: budget, originalBudget: original, hundredthsPerPatch: hundredths)
        return ImageRule(models: models, method: .patches(grid), isAgreed: false, source: source, asOf: date)
    }

    private static func anthropic(_ models: [String], longestSide: Int, budget: Int) -> ImageRule {
        let grid = ImageRule.PatchGrid(side: 28, budget: budget, longestSide: longestSide)
        return ImageRule(models: models, method: .patches(grid), isAgreed: false, source: "LiteLLM 1.109.1", asOf: date)
    }

    private static let guide = "OpenAI's guide \"Images and vision\""
    private static let date = "2026-11-20"
}
