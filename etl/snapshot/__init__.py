"""What is served: an immutable folder named by its content hash, and a pointer to the current one.

``publish`` writes, ``Snapshots`` finds, ``Snapshot`` reads.
"""

from etl.snapshot.columns import percent
from etl.snapshot.contents import Contents, Country, SnapshotId
from etl.snapshot.publishing import publish
from etl.snapshot.reading import Sets, Snapshot, Snapshots, current

__all__ = ["Contents", "Country", "Sets", "Snapshot", "SnapshotId", "Snapshots", "current", "percent", "publish"]
