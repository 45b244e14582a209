// PromptCaching
