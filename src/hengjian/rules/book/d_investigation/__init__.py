"""D · 调查取证: records, preservation, samples, evidence."""
