"""How a name reads once spelling habits are set aside: folding, pinyin, and the short pieces a search goes by."""
