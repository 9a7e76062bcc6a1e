"""What peaks are called: by the label in their file, else by their name."""

from twin.show.text import word


def peak_names(question, lang):
    """{peak: what it is called}; a question carries the labels of its peaks by language."""
    labels = question.get("labels", {})
    return {peak: labels.get(peak, {}).get(lang) or word(peak, lang) for peak in question["peaks"]}
