"""Phrases of several words that the annotator reads as one unit.

Each role maps to phrases of normal-form words; `-` is a word of its own. A phrase stands for a
word of that role in the grammar of weak/spans.py.
"""


def _lines(text: str) -> list[tuple[str, ...]]:
    return [tuple(part.split()) for part in text.replace("\n", ";").split(";") if part.split()]


def _hyphenated(first: str, second: str) -> list[tuple[str, ...]]:
    """All pairs of the two word lists, written apart or with a hyphen."""
    pairs = [(a, b) for a in first.split() for b in second.split()]
    return pairs + [(a, "-", b) for a, b in pairs]


DISEASE_PHRASES = (
    _lines("""
free air; free intraperitoneal air; intraperitoneal free air; free fluid; free gas; free peritoneal air
free subdiaphragmatic air; free abdominal air; free intra - abdominal air
air - fluid level; air fluid level; air - fluid levels; air fluid levels
pleural fluid; pericardial fluid; subcutaneous air; subcutaneous gas; intraperitoneal air; extraluminal air; mediastinal air
volume loss; loss of volume; loss of lung volume; loss of height; height loss
loss of vertebral body height; loss of vertebral height; loss of disc height; loss of disc space height; loss of disk height
loss of intervertebral disc height; vertebral body height loss; disc space loss; disc height loss; loss of disc space; disc loss
loss of normal vertebral body height; loss of lordosis; loss of aeration; hair line fracture; hairline fracture
shortness of breath; mass effect; air trapping; gas trapping; air bronchogram; air bronchograms
heart failure; cor pulmonale; foreign body; foreign bodies; scar tissue; bone island; bone islands
chronic obstructive pulmonary disease; chronic obstructive lung disease; chronic obstructive airway disease
chronic obstructive airways disease; chronic interstitial lung disease
congestive heart failure; congestive failure; coronary artery disease; coronary heart disease
reactive airway disease; reactive airways disease; small airway disease; small airways disease; large airway disease
small airway inflammation; interstitial lung disease; lung disease; heart disease
chronic kidney disease; kidney disease; end stage renal disease; sickle cell disease; sickle cell anemia
pectus excavatum; pectus carinatum; pectus deformity; pectus; diffuse idiopathic skeletal hyperostosis
idiopathic pulmonary fibrosis; usual interstitial pneumonia
gunshot wound; gun shot wound; silhouette sign; situs inversus; weight loss; kerley b lines; kerley lines
osteophyte formation; granuloma formation; bulla formation; cavity formation; callus formation; scar formation
fluid overload; volume overload; fluid collection; fluid collections; air collection; air collections
myocardial infarction; pulmonary embolism; pulmonary embolus; pulmonary emboli; pulmonary venous hypertension
respiratory distress; acute respiratory distress syndrome; ards; respiratory failure
chest pain; chest tightness; hiatus hernia; renal osteodystrophy; deep sulcus sign; luftsichel sign
low volume; low volumes; low inspiratory volumes; low inspiratory volume
thoracic outlet syndrome; down syndrome; mucous plugging; mucus plugging; mucoid impaction; mucous plug; mucus plug
cardiac decompensation; decompensation; decompensated heart failure; fat necrosis; fatty infiltration; mediastinal lipomatosis
muscular dystrophy; muscle spasm; spina bifida; pleural rind; fibrothorax; tree in bud opacities; septal lines
bone destruction; osseous destruction; bony destruction; pleural reaction; pleural plaque; pleural plaques; pleural tag
""")
    + [
        (adjective, *noun)
        for adjective in [
            "low",
            "diminished",
            "decreased",
            "reduced",
            "small",
            "shallow",
            "increased",
            "large",
            "lower",
            "poor",
        ]
        for noun in (
            ("lung", "volumes"),
            ("lung", "volume"),
            ("bilateral", "lung", "volumes"),
            ("pulmonary", "volumes"),
        )
    ]
    + _hyphenated("hyper hypo under over", "expansion inflation aeration ventilation lucency")
)

PREDICATE_PHRASES = _hyphenated(
    "hyper hypo under over", "expanded inflated aerated ventilated lucent"
) + _lines("""
barrel chested; barrel shaped
""")

KIND_PHRASES = (
    _hyphenated("air", "space")
    + _hyphenated("air", "spaces")
    + _hyphenated("ground", "glass")
    + _hyphenated(
        "post",
        "surgical operative traumatic inflammatory infectious radiation procedural op obstructive primary treatment",
    )
    + _hyphenated("non", "calcified")
    + _lines("""
degenerative disc; degenerative disk; degenerative joint; degenerative facet
""")
)

ANATOMY_PHRASES = _lines("""
soft tissue; soft tissues; lymph node; lymph nodes; vertebral body; vertebral bodies; vertebral column; disc space; disc spaces
disk space; disk spaces; intervertebral disc; intervertebral discs; fat pad; fat pads; great vessel; great vessels
vena cava; rotator cuff; end plate; end plates; end - plate; end - plates; joint space; joint spaces; superior vena cava; inferior vena cava
thoracic inlet; rib cage; thoracic cage; bony thorax; ac joint; ac joints; a - c joint; costophrenic sulcus; main stem bronchus
mainstem bronchus; main bronchus; bronchial tree; ribcage; lung field; lung fields; pleural space; pleural spaces; ap window
a - p window; aorticopulmonary window; aortopulmonary window; right heart; left heart; aortic arch; aortic knob; humeral head
femoral head; mid lung; mid - lung; mid lungs; gallbladder fossa; supraclavicular fossa; bundle of his; bowel loops; nipple shadow
nipple shadows; nipple; nipples; spinous process; spinous processes; transverse process; transverse processes
coracoid process; xiphoid process; xiphoid; articular process; pulmonary artery; pulmonary arteries; chest wall; abdominal wall
body wall; bony elements; posterior elements; soft - tissue; soft - tissues; carotid artery; neural foramina; facet joints
inter - lobar fissure; heart border; heart borders; rectosigmoid; sphincter; coronary artery; coronary arteries; left ventricle
right ventricle; epicardial fat; pericardial fat; mediastinal fat; subcutaneous fat; epicardial fat pad; epicardial fat pads; pericardial fat pad; pericardial fat pads
""")

# Units that are anatomy with a position of their own ("T-spine osteophytes" gives two spans).
LEVEL_PHRASES = _lines(
    "t spine; t - spine; c spine; c - spine; l spine; l - spine; ls spine; l - s spine; tl spine; t - l spine"
)

DEVICE_PHRASES = _lines("""
central line; central lines; port - a - cath; port a cath; porta cath; porta - cath; port - a - caths; power port; swan ganz catheter
swan - ganz catheter; swan ganz; swan - ganz; valve replacement; valve prosthesis; valve repair; valve ring; annuloplasty ring; aortic valve replacement
mitral valve replacement; tricuspid valve replacement; prosthetic valve; prosthetic valves; prosthetic aortic valve; prosthetic mitral valve; mechanical valve
artificial valve; bioprosthetic valve; prosthetic heart valve; aortic valve prosthesis; mitral valve prosthesis; valvuloplasty ring
hip replacement; knee replacement; shoulder replacement; joint replacement; disc replacement; humeral head replacement; disc prosthesis
suture material; surgical material; fixation device; fixation devices; closure device; occluder device; occlusion device; septal occluder
loop recorder; ivc filter; svc filter; vena cava filter; vena caval filter; inferior vena cava filter
superior vena cava filter; inferior vena caval filter; chest port; implanted port; dual lead pacemaker; dual - lead pacemaker
dual chamber pacemaker; dual - chamber pacemaker; single lead pacemaker; single - lead pacemaker; single chamber pacemaker
dual lead pacer; dual lead icd; dual lead aicd; dual - lead aicd; two lead pacemaker; battery pack; generator pack; pulse generator; lap band; gastric band
bullet fragment; bullet fragments; shrapnel fragments; metallic fragments; metallic fragment; metallic bullet; metallic bbs; dual lumen catheter; dual - lumen catheter
pacemaker device; pacing device; cardiac device; cardiac pacing device; cardiac defibrillator device; support device; support devices; medical device
monitoring device; icd device; leadless pacemaker; bone anchor; bone anchors; suture anchor; suture anchors
breast prosthesis; nerve stimulator; spinal stimulator; spinal cord stimulator; vagal nerve stimulator; neural stimulator
cardiac monitor; event monitor; heart monitor; holter monitor; intrathecal pump; infusion pump; pain pump; insulin pump; embolization coil; embolization coils
prosthetic pulmonic valve; stent graft; stent grafts; endograft; endovascular stent graft
harrington rod; harrington rods; spinal rod; spinal rods; fixation rod; fixation rods; fixation plate; side plate; sideplate
""")
