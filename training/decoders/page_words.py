"""The words between the tables of docs/EVALUATION.md."""

PROTOCOL = """\
# Evaluation of the written reports

Written by `python -m training evaluate` from the figures in docs/measured, which it measures; those
marked published are not its own.

IU X-Ray, R2Gen's val split, {studies} studies, findings section. References: R2Gen's cleaning
(lower case, no punctuation, no numbering, sentences joined by ` . `), cut to 60 tokens, words seen
fewer than 3 times in train replaced by an unknown token. BLEU, ROUGE-L and CIDEr as the public COCO
caption scorers give them. Written texts pass through the same cleaning. Sentences that the
de-identification of the collection damaged (`XXXX`) count in the references and are never written.

Clinical precision, recall and F1 compare the findings asserted present in the written text with
those asserted present in the reference (16 findings), both read by the labeller of
`training/text/report_labeller.py`. That labeller, against the manual labels of Open-i on the other
studies: precision {precision:.2f}, recall {recall:.2f}, micro F1 {f1:.2f}. Macro figures are means
over the findings that occur. The split also chose checkpoints and operating points, and among them
the draws of a consensus: decisions/0010-consensus-of-drafts.md tells how much of its figures other
draws take away.

METEOR is the public METEOR 1.5 (left empty where its tool was not installed). `contradicted`:
studies whose text denies a finding that the decoder is told of the films (the finding head at its
operating points), or says both of one finding; `unsupported`: studies whose text states a finding
that it is not told; for the rows without a decoder, what the default model is told. `distinct` and
`sentences` count different texts and sentences, `XXXX` texts with that mark.

Rows: `float32` is PyTorch (`float32 decoder`: on the maps of the encoder's pack); `int8 as shipped`
has encoder and decoder with the weights of their packs; `in TypeScript` is the app's engine, from
the film files.
"""

SHIPPED = """\
## The models as shipped
"""

CHOICE = """\
Default: of the models {condition}, the one with
the highest clinical micro F1, by the figures of the packs (`python -m training choose-default`,
[decision 0018](decisions/0018-the-default-model.md)). It has {value:.3f} ({figure}); models compared: {of},
meeting the condition: {able}."""

NO_CONDITION = " No model's ROUGE-L is above the best constant report's: the rule then asks the clinical F1 alone."

COST = """\
`95 %`: interval of the clinical F1 when the studies are drawn anew. `MB`: encoder and decoder.
`ms a study`: median of {rounds} rounds in turns over the same {studies} studies with two films, wasm
in Node, tagger included; `peak MB`: of the whole process (`python -m training engine-cost`).
Measured on {processor}, {cores} cores, Node {node}, with a load of {load} from elsewhere: the ratios
compare, the absolute values are this machine's.
"""

CONSTANT_NOTE = """\
Best constant report: "{constant}" It was found by search on these very texts, so it shows how far
overlap alone can be driven by a text that ignores the film. `finding head`: not a text but the
findings themselves, what a text that said them all would reach.
"""

FILMS = """\
## Against the labels of other collections

The frontal film alone, as shipped, own search; the findings stated in the text against the labels
of the film, of {nih} validation films of NIH (14 findings, mined from reports) and {roco} of ROCO
(from captions: what a caption does not mention counts as absent, what it calls possible is left
out). The decoder learned from neither, the encoder from other patients of both; its thresholds were
chosen on validation films of IU and NIH, these among them.
"""

ENCODERS = """\
## The encoders

From the manifests of their packs (`python -m training evaluate-encoder` prints them): mean AUROC over
the findings with at least 10 positives, validation films.
"""

IMPRESSION = """\
## The impression

Written greedily after the finished findings, made to follow from them, as shipped, int8, against the
radiologist's, in the {studies} studies that have one. `against the findings text`: it denies what the findings state, or the
reverse.
"""

PUBLISHED_NOTE = """\
## Published, on the test split

Another split and only overlap figures: for orientation.
"""

TEST = """\
## Test split, beside published figures

Measured once for this release (`evaluate --split test`); the published rows give overlap alone.
Nearly half of the texts of this split stand in train.
"""

GROUNDING = """\
## Where the networks look

Pointing game on the boxes that radiologists drew on NIH films (`python -m training grounding`,
shipped packs): how often the highest cell of a map lies in a box of the finding. `covered` is the
share of the film in the boxes, what a point at random would hit. Attention: of the words that name
the finding, on the films whose written text states it. Films of training patients are among them
(the encoder saw their labels, never their boxes).
"""
