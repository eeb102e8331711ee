/** Word classes that the rules of assertion ask for; the same words as training/tagger/weak/lexicon.py. */

function set(words: string): ReadonlySet<string> {
  return new Set(words.trim().split(/\s+/));
}

/** Size, age, extent and other words that stand before a finding without being part of it. */
export const BEFORE_A_FINDING = set(`
acute anterolateral apical bandlike basal basilar biapical bibasal bibasilar big central chronic
definite dense developing diffuse discoid discrete dominant early few focal gross hazy hypochondral
infracarinal infraclavicular infradiaphragmatic infrahilar interval irregular juxtahilar large linear
lingular mild mildly minimal moderate moderately multifocal multiple new obvious old overt ovoid
parahilar paramediastinal paraspinal paravertebral patchy perihilar peripheral persistent platelike
possible posterior posterobasal posterobasilar posterolateral prevertebral previous prior remote
residual retrocardiac retrocrural retrodiaphragmatic retrohilar retrosternal round rounded scattered
segmental several severe severely significant slight slightly small stable streaky subacute
subdiaphragmatic subphrenic subpleural subpulmonic subsegmental substernal subtle suprahilar suspicious
tiny unchanged vague
`);

/** Adjectives that are findings by themselves ("the heart is enlarged"). */
export const PREDICATES = set(`
aneurysmal arthritic atelectatic atherosclerotic blunted bulging calcific calcified cephalized collapsed
compressed congested consolidated crowded deformed degenerated demineralized deviated dilated dislocated
distended dysmorphic ectatic edematous effaced elevated emphysematous engorged enlarged eventrated
fibrotic flattened fractured globular herniated hyperaerated hyperexpanded hyperinflated hyperlucent
hypertrophic hypertrophied hypoaerated hypoexpanded hypoinflated hypoventilated hypoventilatory
indistinct kyphotic narrowed obliterated opacified osteoarthritic osteopenic osteoporotic overexpanded
overinflated prominent retracted sclerotic scoliotic shifted subluxed tented thickened tortuous
torturous uncoiled underaerated underexpanded underinflated unfolded widened
`);
