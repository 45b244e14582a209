// TokenCounting
