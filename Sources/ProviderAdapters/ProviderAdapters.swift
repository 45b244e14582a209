// ProviderAdapters
