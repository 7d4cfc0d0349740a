"""Single mutations of law packs, for the proof `pack-mutants`: every way in which one figure or condition can be off.

`changes_of_law` and `changes_of_register` list the mutations; `sameness` and `looking_back` say which are provably no
change; `running` runs a pack's cases against each; `probing` looks for a question that tells one from the pack.
"""
