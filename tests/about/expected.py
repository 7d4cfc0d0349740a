"""What was asked, as the person who asked put it. Written out here so that no file can change it quietly."""

STATEMENT = (
    "You asked us to implement the system described in an article on China's social credit system. "
    "That system also grades people. We did not build that, and no setting turns it on: "
    "no score, list, reward or restriction for any individual; "
    "nothing on loyalty, opinion, belief, association, health or private life; "
    "no penalty in one field for conduct in another; "
    "no steering of what people buy or which treatments they accept; "
    "no unlogged access by a central authority; "
    "no foreign judgement that binds without one's own decision."
)

MEASURES = {
    "1a": "Laws and catalogues",
    "1b": "Lists of untrustworthy subjects",
    "2a": "Unified platform",
    "2b": "National sharing",
    "2c": "Protection of data",
    "3a": "Evaluation of market entities",
    "3b": "Evaluation of government departments",
    "3c": "Evaluation of social organisations and individuals",
    "4a": "Joint reward and punishment",
    "4b": "Restoration",
    "4c": "Application in economy, society and ecology",
    "5a": "Mutual recognition",
    "5b": "Internationalisation",
}


def words(text: str) -> str:
    """A text without list marks and line breaks, to compare word for word."""
    return " ".join(text.replace("\n- ", "\n").split())
