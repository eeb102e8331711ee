"""Word classes of the report annotator.

Made by reading every word that stands at least twice in the training texts (and most that stand
once) against spec/ENTITIES.md, then widened with the CheXpert mention phrases, the MeSH and
UBERON anatomy trees and common chest-radiology terms that the collection does not hold.
"""


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Nouns that are an abnormal finding, a disease, a sign or a symptom by themselves.
DISEASE_NOUNS = _set("""
opacity opacities opacification opacifications infiltrate infiltrates infiltration infiltrations
consolidation consolidations atelectasis atelectases effusion effusions pneumothorax pneumothoraces
pneumothoracies hydropneumothorax hemopneumothorax hemothorax hydrothorax pyothorax chylothorax
pneumonia pneumonias bronchopneumonia pneumonitis edema cardiomegaly cardiomyopathy emphysema fibrosis scar scars
scarring nodule nodules micronodules nodularity mass masses granuloma granulomas granulomata
granulomatosis calcification calcifications calcinosis lesion lesions fracture fractures deformity
deformities dislocation dislocations subluxation subluxations osteophyte osteophytes osteophytosis
spondylosis spondylolisthesis spondylitis retrolisthesis anterolisthesis spurring spur spurs
enthesophyte enthesophytes enthesopathy syndesmophyte syndesmophytes hernia hernias herniation
eventration eventrations thickening blunting elevation prominence congestion engorgement crowding
tortuosity ectasia aneurysm aneurysms enlargement hypertrophy scoliosis kyphosis kyphoscoliosis
dextroscoliosis levoscoliosis dextrocurvature levocurvature curvature osteopenia
osteoporosis demineralization arthritis osteoarthritis arthropathy arthrosis osteoarthrosis
tendinitis adenopathy lymphadenopathy metastases metastasis malignancy malignancies
cancer cancers carcinoma carcinomas adenocarcinoma sarcoma neoplasm neoplasms tumor tumors
lymphoma leukemia myeloma melanoma thymoma teratoma lipoma goiter hamartoma hamartomas
infection infections inflammation
collapse bulla bullae bleb blebs cavitation cavitations lucency lucencies hyperlucency
radiolucency radiodensity hyperinflation hyperexpansion hypoinflation underinflation
overinflation hyperaeration hypoaeration hypoventilation hypoexpansion underexpansion
overexpansion underaeration widening flattening fullness density densities disease diseases process
processes abnormality abnormalities injury injuries pathology pathologies anomaly anomalies
failure chf copd asthma bronchiectasis bronchitis bronchiolitis tuberculosis tb sarcoidosis
sarcoid histoplasmosis histoplasmoma coccidioidomycosis aspergillosis silicosis asbestosis
pneumoconiosis dish spondyloarthropathy hyperostosis osteodystrophy osteochondroma osteochondromas
osteochondromatosis osteonecrosis avn empyema abscess abscesses hematoma hematomas contusion contusions hemorrhage
pneumoperitoneum pneumomediastinum pneumopericardium pneumatocele pneumatoceles fistula
atherosclerosis arteriosclerosis stenosis regurgitation dissection hypertension ischemia infarct
infarction embolism embolus emboli thrombosis thrombus cyst cysts pseudocyst diverticulum
diverticula dextrocardia cephalization redistribution oligemia overload cuffing bronchogram
bronchograms haziness shift deviation displacement retraction distortion tenting obscuration
silhouetting effacement obliteration irregularity irregularities narrowing wedging sclerosis ossification
ossifications callus nonunion malunion malalignment separation destruction erosion erosions
osteolysis lysis unfolding uncoiling distention distension distension dilatation dilation
dilatations obstruction ileus constipation ascites cholelithiasis gallstone gallstones nephrolithiasis
organomegaly splenomegaly hepatomegaly hepatosplenomegaly pancreatitis cholecystitis cirrhosis
pain tenderness cough fever dyspnea hemoptysis wheezing wheeze hypoxia hypoxemia fatigue chills syncope
trauma wound wounds swelling paralysis obesity cachexia diabetes stroke anemia sepsis covid
gynecomastia excavatum carinatum reaction dysplasia dystrophy aspiration collection
collections stranding streakiness breakdown degeneration loosening thymoma bacteremia vasculitis
lymphangitis spondyloarthritis scleroderma lupus mycetoma honeycombing trapping
hyperdensity hypodensity asymmetry amputation bronchospasm croup epiglottitis tracheomalacia
pericarditis myocarditis endocarditis pleurisy pleuritis mesothelioma plaque plaques fibrothorax
bronchogram hyperemia phlebolith phleboliths depression depressions buckling fragmentation 
straightening levocardia 
""")

# Heads that count only with a kind word or an anatomical adjective before them.
DISEASE_HEADS_WITH_KIND = _set("changes change formation formations")

# Heads that take a disease noun as their modifier ("mass lesion", "fracture deformity").
COMPOUND_HEADS = _set(
    "change changes process processes disease diseases deformity deformities lesion lesions formation "
    "formations infection infections density densities abnormality abnormalities pneumonia exacerbation"
)

# Heads that are both: a reading as finding needs the words before them.
GENERIC_HEADS = _set(
    "abnormality abnormalities disease diseases process processes injury injuries lesion lesions "
    "pathology pathologies"
)

# Adjectives (and noun modifiers) that name the kind of a finding and stay in its span.
KIND = _set("""
interstitial alveolar nodular calcified noncalcified uncalcified calcific cystic lobar lobular
pathologic pathological wedge compression degenerative granulomatous airspace vascular hypodense
hyperdense hypoattenuating lucent radiolucent sclerotic lytic blastic osteolytic osteoblastic
hypertrophic atherosclerotic arteriosclerotic emphysematous bullous fibrotic fibrosing fibrous
fibronodular fibrocalcific fibrocystic reticular reticulonodular reticulonodularity
infectious inflammatory metastatic malignant neoplastic tuberculous bronchitic bronchiectatic
postsurgical postoperative postop postinflammatory postinfectious postradiation posttraumatic
post postprocedural surgical operative traumatic arthritic osteoarthritic osteophytic
spondylitic spondylotic rheumatoid obstructive restrictive congestive cavitary consolidative
consolidating atelectatic compressive hiatal paraesophageal diaphragmatic ischemic
viral bacterial fungal mycobacterial cardiogenic noncardiogenic destructive septic
osteopenic osteoporotic marrow parapneumonic interlobar interlobular centrilobular paraseptal panlobular
hydrostatic infiltrative hemorrhagic stress insufficiency osteochondral bridging
marginal chondral synovial cartilaginous myelomatous lymphoproliferative vasculitic
radiation traction scoliotic kyphotic pectus senile miliary necrotizing mycotic arthropathic
morgagni bochdalek kerley ground glass groundglass glassy avulsion burst
bronchogenic lymphangitic reactive autoimmune valvular dextroconvex levoconvex kyphoscoliotic
postsurgery postthoracotomy postmastectomy postlobectomy postpneumonectomy poststernotomy
""")

# Adjectives that name the diseased organ, tissue, cavity or node station: kept in a disease span,
# and part of an anatomy span before an anatomical noun.
ORGAN_ADJECTIVES = _set("""
pleural pulmonary cardiac cardiopulmonary hilar mediastinal pericardial axillary aortic coronary
mitral tricuspid pulmonic valvular atrial ventricular venous arterial bronchial bronchovascular
peribronchial bronchopulmonary tracheal tracheobronchial esophageal diaphragmatic cardiomediastinal mediastinopulmonary
osseous osseus bony skeletal thoracic vertebral spinal lumbar cervical thoracolumbar midthoracic midlumbar
cervicothoracic lumbosacral sacral costal costochondral sternal clavicular scapular humeral glenohumeral
acromioclavicular sternoclavicular femoral tibial patellofemoral costovertebral intervertebral
abdominal intraabdominal intraperitoneal peritoneal retroperitoneal hepatic splenic renal colonic
gastric biliary pancreatic adrenal thyroid thymic nodal lymphatic subcutaneous muscular
intrathoracic intrapulmonary extrapulmonary extrathoracic cardiovascular cardiothoracic cardiovasculature
parenchymal pleuroparenchymal extrapleural paratracheal peritracheal subcarinal supraclavicular subclavian
prevascular aortopulmonary aorticopulmonary fissural septal endplate subchondral cortical trabecular
ligamentous cutaneous costophrenic cardiophrenic interspinous
carotid brachiocephalic innominate azygos epicardial myocardial cardio biventricular bihilar
subglottic laryngeal retropharyngeal mucous rectal costochondral cholecystic phrenic jugular caval cavoatrial
atriocaval tracheoesophageal gastroesophageal manubrial neural discal discogenic disco musculoskeletal chondrosternal

lymphoid bronchiolar neurovascular
""")

# Adjectives that only place a finding: out of every span, unless an anatomical noun follows.
PLACING_ADJECTIVES = _set("""
basilar bibasilar basal bibasal apical biapical lingular retrocardiac perihilar parahilar paraspinal
subdiaphragmatic retrosternal posterior infradiaphragmatic juxtahilar retrohilar suprahilar infrahilar subpleural paravertebral prevertebral infraclavicular 
hypochondral paramediastinal posterobasal peripheral central infracarinal substernal posterobasilar retrodiaphragmatic
subphrenic subpulmonic retrocrural anterolateral posterolateral
""")

# Laterality and position words that an anatomy span takes.
POSITION = _set("""
left right bilateral upper lower mid middle anterior posterior lateral medial superior inferior
central peripheral proximal distal ascending descending transverse midright midleft
anterolateral posterolateral superolateral inferolateral posteromedial posterobasal superomedial dorsal ventral
first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth
1st 2nd 3rd 4th 5th 6th 7th 8th 9th 10th 11th 12th thoracolumbar
""")
# ... of these, the ones that turn a bare noun before a finding into anatomy of its own
# ("left rib" fracture), unlike "bilateral rib fractures".
OWN_POSITION = POSITION - _set("bilateral central peripheral")
ORDINALS = _set("""
first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth
1st 2nd 3rd 4th 5th 6th 7th 8th 9th 10th 11th 12th
""")

# Anatomical nouns.
ANATOMY_NOUNS = _set("""
heart lung lungs lobe lobes lingula base bases apex apices hilum hila hilus mediastinum thorax hemithorax
hemithoraces chest aorta artery arteries vein veins svc ivc atrium atria ventricle ventricles trachea carina
bronchus bronchi bronchioles airway airways diaphragm diaphragms hemidiaphragm hemidiaphragms hemidiaphragmatic
pleura parenchyma interstitium vasculature vasculatures vasculaturity vascularity vessel vessels
rib ribs clavicle clavicles scapula scapulae sternum manubrium spine spines vertebra vertebrae
disc discs disk disks endplate endplates shoulder shoulders humerus humeri glenoid acromion
knee knees hip hips ankle ankles femur femurs tibia fibula patella foot feet midfoot forefoot hindfoot hand hands wrist
elbow forearm arm arms leg legs pelvis acetabulum sacrum coccyx ilium metatarsal metacarpal calcaneus talus scaphoid
abdomen midabdomen hemiabdomen epigastrium bowel colon cecum rectum stomach liver spleen gallbladder kidney kidneys
pancreas duodenum esophagus neck larynx pharynx nasopharynx epiglottis axilla axillae breast breasts
skin muscle muscles node nodes ligament ligaments tendon tendons
pericardium myocardium peritoneum cartilage cartilages costicartilage thyroid thymus skull brain
prostate testes skeleton bone bones midlung midlungs interspace interspaces
cardia malleoli mortise radius ulna carpus mandible maxilla joint joints
extremity extremities hemipelvis torso trunk flank
lymphatics ductus ligamentum sinuses adrenals
""")

# Heads that are anatomy only with an anatomical word (adjective or noun) or position before them.
ANATOMY_HEADS_WITH_WORD = _set("""
silhouette silhouettes contour contours structures structure shadow shadows border borders
angle angles sulcus sulci recess recesses fissure fissures space spaces arch knob stripe stripes 
window cage wall walls inlet outlet field fields zone zones region regions quadrant quadrants
tissue tissues marking markings body bodies pad pads loops loop segment segments cavity trunk trunks
valve valves annulus junction head shaft tuberosity cuff root outline outlines vasculature elements column
interface cava bulb septum pedicle pedicles
flexure foramen skeleton hiatus cortex hemithorax spaces tree fold folds
bundle bundles ring elements interstitium chamber chambers silhouete sihouette crus bed beds
""")

# Anatomical nouns whose mention next to these words is the exam, not the body.
EXAM_WORDS = _set("""
x ray xray xrays radiograph radiographs radiography ct film films exam examination examinations exams
study studies series view views imaging scan tomography mri evaluation fluoroscopy cxr comparison
comparisons image images
""")

# Adjectives said of anatomy: a finding of their own.
PREDICATES = _set("""
enlarged dilated tortuous torturous ectatic aneurysmal unfolded uncoiled prominent elevated flattened
hyperexpanded hyperinflated hyperaerated hyperlucent hypoinflated hypoaerated hypoexpanded
hypoventilated hypoventilatory underinflated underexpanded underaerated overinflated overexpanded
osteopenic osteoporotic demineralized calcified sclerotic blunted indistinct deviated widened
thickened collapsed atherosclerotic kyphotic scoliotic degenerated engorged congested distended
crowded narrowed fractured emphysematous fibrotic arthritic consolidated atelectatic retracted
obliterated effaced hypertrophied shifted subluxed dislocated globular dysmorphic deformed herniated
eventrated osteoarthritic tented calcific bulging compressed
cephalized edematous opacified hypertrophic
""")
# Predicates only straight on anatomy ("increased markings", "heart is large").
PREDICATES_ON_ANATOMY = _set(
    "increased decreased diminished coarse coarsened accentuated abnormal obscured displaced "
    "reduced full bulky thick"
)
PREDICATES_AFTER_VERB = _set("large low full small big generous")

CHEMICALS = _set(
    "calcium oxygen barium contrast iodine gadolinium amiodarone methotrexate steroid steroids "
    "antibiotics antibiotic prednisone bleomycin heparin warfarin insulin nicotine alcohol asbestos talc "
    "silica cocaine"
)

DEVICE_NOUNS = _set("""
catheter catheters tube tubes tubing pacemaker pacemakers pacer pacers aicd icd defibrillator
defibrillators generator generators lead leads wire wires clip clips suture sutures stent stents
hardware plate plates screw screws rod rods pin pins prosthesis prostheses implant implants shunt
shunts port ports portacath portacatheter mediport mediports picc stimulator stimulators
neurostimulator monitor monitors electrode electrodes staple staples drain drains coil coils
filter occluder recorder balloon iabp tracheostomy cerclage anchor anchors marker markers bullet bullets
shrapnel cannula pump vad lvad device devices piercing piercings 
pessary brace halo nephrostomy sheath sheaths nail nails spacer spacers 
collar tracheotomy bandage gauze
""")
# Of these, the ones that are a device only with a device word before them.
DEVICE_NEEDS_WORD = _set(
    "plate plates rod rods pin pins monitor monitors filter balloon recorder marker markers "
    "anchor anchors nail nails halo pump brace device devices sheath spacer spacers implant drain pin"
)
# "line" is a device only straight after one of these.
LINE_KIND = _set(
    "picc central venous arterial ij jugular subclavian iv support dialysis hickman picture femoral access catheter intravenous"
)

# Modifiers that stay in a device span.
DEVICE_KIND = _set("""
central venous dialysis hemodialysis tunneled nontunneled surgical sternotomy sternal endotracheal et ett
nasogastric ng orogastric enteric feeding gastrostomy tracheostomy gastric chest
thoracostomy pleural pigtail drainage picc swan ganz port cath mediport subclavian jugular internal ij
arterial peripheral pacing pacemaker pacer cardiac aicd icd defibrillator
ventricular biventricular atrial epicardial external monitor monitoring ekg ecg telemetry electrocardiographic
cholecystectomy mediastinal hilar axillary coronary aortic mitral tricuspid pulmonary valve valvular bioprosthetic
prosthetic mechanical vascular esophageal biliary tracheal bronchial vp ventriculoperitoneal
cervical thoracic lumbar spinal orthopedic fixation fusion metallic metal breast shoulder humeral knee hip
cabg bypass graft vertebral nerve bladder cord spinous anastomotic
sternal skin embolization silastic catheter infusion power triple double dual lumen chamber lead 
septal ivc iliac vena cava median cerclage intramedullary pedicle suture staple ligation laparoscopic
gastroesophageal hiatal lap band implanted implantable bipolar coiled nipple buckshot
loop cardiac intracardiac clavicular rib atriocaval intravascular plate screw
""")
# Words before a device that end its span to the left although they are device kind words elsewhere.
DEVICE_DROP = _set("left right bilateral multiple midline overlying old new intact stable")

# Degree, size, extent, age, shape, texture: dropped from every span; listed for slot filling.
MODIFIERS = _set("""
mild minimal moderate severe small large tiny big acute chronic subacute focal multifocal diffuse
patchy streaky hazy scattered stable unchanged old remote new prior previous residual multiple several few
subtle vague slight slightly mildly moderately severely significant gross overt definite obvious
large suspicious discrete dense dominant persistent interval early developing possible linear
bandlike platelike discoid round rounded ovoid irregular subsegmental segmental
""")
