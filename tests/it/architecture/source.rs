//! The source of the workspace, parsed.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};
use syn::{UseTree, visit::Visit};

/// The crates of the layers, by their folder under `src`.
pub const LAYERS: [&str; 6] = ["protocol", "adapters", "storage", "core", "web", "cli"];

/// One parsed file.
pub struct SourceFile {
    /// The folder of its crate under `src`.
    pub layer: &'static str,
    /// The path below the folder of its crate.
    pub path: String,
    /// The module that the file is, from the root of its crate.
    pub module: Vec<String>,
    pub text: String,
    pub ast: syn::File,
}

impl SourceFile {
    /// The path for messages.
    pub fn name(&self) -> String {
        format!("src/{}/{}", self.layer, self.path)
    }

    /// The first folder or file below the crate: the capability, or a part of the frame.
    pub fn capability(&self) -> &str {
        self.module.first().map_or("", String::as_str)
    }

    /// The code without comments and without tests.
    pub fn code(&self) -> String {
        let text = self
            .text
            .split("#[cfg(test)]\nmod ")
            .next()
            .unwrap_or_default();
        let lines = text
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"));
        lines.collect::<Vec<_>>().join("\n")
    }
}

pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// Every file of every layer.
pub fn workspace() -> Vec<SourceFile> {
    let mut files = Vec::new();
    for layer in LAYERS {
        let folder = root().join("src").join(layer);
        let mut paths = Vec::new();
        collect(&folder, &mut paths);
        paths.sort();
        files.extend(paths.iter().map(|path| parse(layer, &folder, path)));
    }
    assert!(files.len() > 150, "the source was found");
    files
}

fn parse(layer: &'static str, folder: &Path, file: &Path) -> SourceFile {
    let path = file.strip_prefix(folder).unwrap().display().to_string();
    let mut module: Vec<String> = path
        .trim_end_matches(".rs")
        .split('/')
        .map(str::to_owned)
        .collect();
    if module
        .last()
        .is_some_and(|last| last == "mod" || last == "lib")
    {
        module.pop();
    }
    let text = fs::read_to_string(file).unwrap();
    let ast = syn::parse_file(&text).unwrap_or_else(|error| panic!("{path}: {error}"));
    SourceFile {
        layer,
        path,
        module,
        text,
        ast,
    }
}

/// A path as it is written in a file, and the name under which a `use` brings it in.
struct Named {
    path: Vec<String>,
    alias: Option<String>,
    is_reexport: bool,
}

/// What a file names: its `use` items and the paths of its code, tests left out.
#[derive(Default)]
struct Names {
    uses: Vec<Named>,
    paths: Vec<Vec<String>>,
    children: BTreeSet<String>,
}

fn flatten(tree: &UseTree, mut prefix: Vec<String>, is_reexport: bool, found: &mut Vec<Named>) {
    match tree {
        UseTree::Path(path) => {
            prefix.push(path.ident.to_string());
            flatten(&path.tree, prefix, is_reexport, found);
        }
        UseTree::Group(group) => {
            for item in &group.items {
                flatten(item, prefix.clone(), is_reexport, found);
            }
        }
        UseTree::Name(name) if name.ident == "self" => {
            let alias = prefix.last().cloned();
            found.push(Named {
                path: prefix,
                alias,
                is_reexport,
            });
        }
        UseTree::Name(name) => {
            prefix.push(name.ident.to_string());
            let alias = Some(name.ident.to_string());
            found.push(Named {
                path: prefix,
                alias,
                is_reexport,
            });
        }
        UseTree::Rename(rename) => {
            if rename.ident != "self" {
                prefix.push(rename.ident.to_string());
            }
            found.push(Named {
                path: prefix,
                alias: Some(rename.rename.to_string()),
                is_reexport,
            });
        }
        UseTree::Glob(_) => {
            prefix.push("*".to_owned());
            found.push(Named {
                path: prefix,
                alias: None,
                is_reexport,
            });
        }
    }
}

impl<'ast> Visit<'ast> for Names {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        let is_reexport = !matches!(item.vis, syn::Visibility::Inherited);
        flatten(&item.tree, Vec::new(), is_reexport, &mut self.uses);
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if item.content.is_none() {
            self.children.insert(item.ident.to_string());
        } else if item.ident != "tests" {
            syn::visit::visit_item_mod(self, item);
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.paths.push(
            path.segments
                .iter()
                .map(|segment| segment.ident.to_string())
                .collect(),
        );
        syn::visit::visit_path(self, path);
    }
}

/// Which file names which, within one layer.
pub struct Graph<'a> {
    files: BTreeMap<Vec<String>, &'a SourceFile>,
    names: BTreeMap<Vec<String>, Names>,
}

impl<'a> Graph<'a> {
    pub fn of(layer: &str, workspace: &'a [SourceFile]) -> Self {
        let of_layer = workspace.iter().filter(|file| file.layer == layer);
        let files: BTreeMap<_, _> = of_layer.map(|file| (file.module.clone(), file)).collect();
        let names = files.iter().map(|(module, file)| {
            let mut names = Names::default();
            names.visit_file(&file.ast);
            (module.clone(), names)
        });
        let names = names.collect();
        Self { files, names }
    }

    /// The path from the root of the crate; `None` where it leads out of the crate.
    fn absolute(&self, module: &[String], path: &[String]) -> Option<Vec<String>> {
        let first = path.first()?;
        match first.as_str() {
            "crate" => Some(path[1..].to_vec()),
            "self" => Some([module, &path[1..]].concat()),
            "super" => {
                let up = path
                    .iter()
                    .take_while(|segment| *segment == "super")
                    .count();
                let base = module.get(..module.len().checked_sub(up)?)?;
                Some([base, &path[up..]].concat())
            }
            _ if self.names[module].children.contains(first) => Some([module, path].concat()),
            _ => None,
        }
    }

    /// The file that defines what a path names, through re-exports.
    fn definition(&self, path: &[String], depth: usize) -> Option<Vec<String>> {
        let deepest = (0..=path.len())
            .rev()
            .find(|length| self.files.contains_key(&path[..*length]))?;
        let (module, rest) = path.split_at(deepest);
        let item = rest.first().filter(|item| *item != "*")?;
        let reexport = self.names[module]
            .uses
            .iter()
            .find(|named| named.is_reexport && named.alias.as_ref() == Some(item));
        if let Some(named) = reexport
            && depth < 8
            && let Some(absolute) = self.absolute(module, &named.path)
        {
            return self.definition(&[&absolute, &rest[1..]].concat(), depth + 1);
        }
        Some(module.to_vec())
    }

    /// The files that each file names, by their paths.
    pub fn edges(&self) -> BTreeMap<String, BTreeSet<String>> {
        self.files
            .iter()
            .map(|(module, file)| (file.path.clone(), self.named_by(module)))
            .collect()
    }

    fn named_by(&self, module: &[String]) -> BTreeSet<String> {
        let names = &self.names[module];
        let aliases: BTreeMap<&str, Vec<String>> = names
            .uses
            .iter()
            .filter_map(|named| {
                Some((named.alias.as_deref()?, self.absolute(module, &named.path)?))
            })
            .collect();
        let own = names.uses.iter().filter(|named| !named.is_reexport);
        let own = own.filter_map(|named| self.absolute(module, &named.path));
        let inline =
            names
                .paths
                .iter()
                .filter_map(|path| match aliases.get(path.first()?.as_str()) {
                    Some(start) if path.len() > 1 => Some([start, &path[1..]].concat()),
                    _ => self.absolute(module, path).filter(|_| path.len() > 1),
                });
        let defined = own
            .chain(inline)
            .filter_map(|path| self.definition(&path, 0));
        let others = defined.filter(|other| other != module);
        others
            .map(|other| self.files[&other].path.clone())
            .collect()
    }
}

/// Groups of files that name each other, directly or through others.
pub fn circles(edges: &BTreeMap<String, BTreeSet<String>>) -> Vec<BTreeSet<String>> {
    let reach = |from: &String| {
        let mut seen = BTreeSet::new();
        let mut open: Vec<&String> = edges.get(from).into_iter().flatten().collect();
        while let Some(next) = open.pop() {
            if seen.insert(next.clone()) {
                open.extend(edges.get(next).into_iter().flatten());
            }
        }
        seen
    };
    let reached: BTreeMap<&String, BTreeSet<String>> =
        edges.keys().map(|file| (file, reach(file))).collect();
    let mut found = BTreeSet::new();
    for (file, others) in &reached {
        if others.contains(*file) {
            let circle = others
                .iter()
                .filter(|other| reached[*other].contains(*file));
            found.insert(circle.cloned().collect());
        }
    }
    found.into_iter().collect()
}
