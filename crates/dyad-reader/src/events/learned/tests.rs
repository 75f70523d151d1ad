use super::*;

fn seen(ids: &[u32]) -> Out {
    Out { ids: ids.to_vec(), broad: ids.to_vec() }
}

fn instance(ids: &[u32], labels: &[&str], group: u64) -> Instance {
    let mut allowed = [false; N];
    labels.iter().filter_map(|l| label(l)).for_each(|l| allowed[l] = true);
    Instance { seen: seen(ids), allowed, weight: 1.0, gate_weight: 1.0, group }
}

/// Feature 1 accuses, 2 attacks, 3 does nothing; 9 is common to all.
fn lessons() -> Vec<Instance> {
    (0..60)
        .map(|i| match i % 3 {
            0 => instance(&[1, 9], &["ACCUSE"], i),
            1 => instance(&[2, 9], &["ASSAULT", "COERCE"], i),
            _ => instance(&[3, 9], &["NONE"], i),
        })
        .collect()
}

#[test]
fn learns_single_and_open_labels() {
    let m = train(&lessons(), &Options::default());
    let best = |ids: &[u32]| {
        let p = m.probabilities(&seen(ids));
        (0..N).max_by(|a, b| p[*a].total_cmp(&p[*b])).map(|l| LABELS[l])
    };
    assert_eq!(best(&[1, 9]), Some("ACCUSE"));
    assert_eq!(best(&[3, 9]), Some("NONE"));
    let p = m.probabilities(&seen(&[2, 9]));
    assert!(p[label("ASSAULT").unwrap()] + p[label("COERCE").unwrap()] > 0.8);
    assert!((p.iter().sum::<f32>() - 1.0).abs() < 1e-5);
}

#[test]
fn the_same_lessons_give_the_same_file_and_the_file_the_same_model() {
    let a = train(&lessons(), &Options::default()).to_bytes();
    assert_eq!(a, train(&lessons(), &Options::default()).to_bytes());
    let b = Classifier::from_bytes(&a).unwrap();
    assert_eq!(b.to_bytes(), a);
}

#[test]
fn damaged_files_are_refused() {
    let good = train(&lessons(), &Options::default()).to_bytes();
    for cut in [0, 3, 11, good.len() - 1] {
        assert!(Classifier::from_bytes(&good[..cut]).is_err());
    }
    let mut odd = good.clone();
    odd[0] = b'x';
    assert!(Classifier::from_bytes(&odd).unwrap_err().to_string().contains("begin"));
    assert!(Classifier::from_bytes(&[good, vec![0]].concat()).is_err());
}

#[test]
fn the_gate_reads_the_words_too() {
    // All sentences are of one kind.
    let told = lessons().into_iter().map(|i| Instance { seen: Out { broad: vec![7], ..i.seen }, ..i });
    let m = train(&told.collect::<Vec<_>>(), &Options::default());
    let none = |ids: &[u32]| m.probabilities(&Out { broad: vec![7], ..seen(ids) })[0];
    assert!(none(&[3, 9]) > 0.5 && none(&[1, 9]) < 0.5, "{} {}", none(&[3, 9]), none(&[1, 9]));
}
