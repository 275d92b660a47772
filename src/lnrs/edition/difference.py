"""What a comparison of two editions finds, as frozen records."""

from dataclasses import dataclass


@dataclass(frozen=True)
class LandChange:
    """How an area on the map changed, every hectare counted once."""

    name: str
    before_ha: float
    after_ha: float
    gained_ha: float
    lost_ha: float
    kept_ha: float

    @property
    def is_changed(self) -> bool:
        """Whether more than a square metre was gained or lost."""
        return max(self.gained_ha, self.lost_ha) >= 1e-4


@dataclass(frozen=True)
class SiteChange:
    """An area of particular importance that came, went, was renamed, or changed in size."""

    what: str
    """added, removed, renamed or resized."""
    kind: str
    ref: str
    before: str
    """Its name and hectares; nothing where it was not there."""
    after: str


@dataclass(frozen=True)
class Rewording:
    """One cell of a table that says something else."""

    ref: str
    field: str
    before: str
    after: str


@dataclass(frozen=True)
class TableChange:
    """How one table of the strategy changed; rows are named by their reference."""

    table: str
    added: tuple[str, ...]
    removed: tuple[str, ...]
    reworded: tuple[Rewording, ...]


@dataclass(frozen=True)
class SourceChange:
    """A layer that came, went, or is of another version or content."""

    layer: str
    what: str
    """added, removed, other version, other content or other record."""
    before: str
    after: str


@dataclass(frozen=True)
class RuleChange:
    """A measure's rule that came, went or changed; `lines` is the text's unified difference."""

    measure: str
    what: str
    """added, removed or changed."""
    lines: tuple[str, ...]


@dataclass(frozen=True)
class ProseChange:
    """A chapter that came, went or changed; `lines` is the text's unified difference."""

    chapter: str
    what: str
    """added, removed or changed."""
    lines: tuple[str, ...]


@dataclass(frozen=True)
class FileChange:
    """A file of the strategy folder that came, went or is of other bytes."""

    file: str
    what: str
    """added, removed or changed."""


@dataclass(frozen=True)
class FindingChange:
    """A rule of the law that is now answered differently."""

    rule: str
    about: str
    says: str
    before: str
    after: str


@dataclass(frozen=True)
class Difference:
    """Everything that differs between two editions of one area. Only what changed is listed, except the land."""

    before: str
    """Identity of the earlier edition."""
    after: str
    area_name: str
    importance: LandChange
    could_become: LandChange
    measures: tuple[LandChange, ...]
    sites: tuple[SiteChange, ...]
    tables: tuple[TableChange, ...]
    prose: tuple[ProseChange, ...]
    sources: tuple[SourceChange, ...]
    rules: tuple[RuleChange, ...]
    findings: tuple[FindingChange, ...]
    settings: tuple[Rewording, ...]
    """What changed in the manifest, in the parameters and in strategy.toml: edition, status, date, software, how land
    is divided, contact, dates of the procedure, themes."""
    files: tuple[FileChange, ...]
    """Every text and table of the strategy folder that is not the same to the last byte, whatever it changed above."""
