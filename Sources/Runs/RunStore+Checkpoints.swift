import Foundation
import GRDB

extension RunStore {
  /// Returns the folder of a run's checkpoints.
  ///
  /// `keeping` is the number of newest checkpoints that are kept, besides the best one.
  public func checkpointFolder(of id: Run.ID, keeping: Int = 2) -> CheckpointFolder {
    CheckpointFolder(url: folder(of: id).appendingPathComponent("checkpoints"), keeping: keeping)
  }

  /// Writes a checkpoint whole or not at all, then records it and removes the records of those that were deleted for
  /// it.
  @discardableResult
  public func writeCheckpoint(
    step: Int, files: [CheckpointFile], isBest: Bool = false, keeping: Int = 2, for id: Run.ID
  ) throws(RunStoreError) -> Checkpoint {
    _ = try read { db in try existing(id, in: db) }
    let folder = checkpointFolder(of: id, keeping: keeping)
    let checkpoint: Checkpoint
    do {
      checkpoint = try folder.write(step: step, files: files, isBest: isBest)
    } catch {
      throw RunStoreError.checkpoint(error)
    }
    try noteCheckpoints(checkpoint, in: folder, for: id)
    return checkpoint
  }

  /// Returns the newest complete checkpoint of a run, and the errors of the torn or corrupted ones that were skipped.
  ///
  /// It reads the disk, not the database: a process may have been killed between the two writes.
  public func latestCheckpoint(of id: Run.ID) throws(RunStoreError) -> CheckpointSearch {
    _ = try read { db in try existing(id, in: db) }
    return checkpointFolder(of: id).latest()
  }

  /// Returns the recorded checkpoints of a run, in the order of steps.
  public func checkpoints(of id: Run.ID) throws(RunStoreError) -> [Checkpoint] {
    try read { db in
      _ = try existing(id, in: db)
      return try Row.fetchAll(db, sql: "SELECT * FROM checkpoint WHERE run = ? ORDER BY step", arguments: [id])
        .map { row in
          Checkpoint(
            step: row["step"], path: row["path"], bytes: row["bytes"], checksum: row["checksum"], isBest: row["isBest"])
        }
    }
  }

  /// Updates the database to the checkpoints on disk.
  private func noteCheckpoints(
    _ new: Checkpoint, in folder: CheckpointFolder, for id: Run.ID
  ) throws(RunStoreError) {
    let steps = Set(folder.steps)
    let best = folder.bestStep
    try write { db in
      for step in try Int.fetchAll(db, sql: "SELECT step FROM checkpoint WHERE run = ?", arguments: [id])
      where !steps.contains(step) {
        try db.execute(sql: "DELETE FROM checkpoint WHERE run = ? AND step = ?", arguments: [id, step])
      }
      try db.execute(sql: "UPDATE checkpoint SET isBest = 0 WHERE run = ?", arguments: [id])
      try db.execute(
        sql: """
          INSERT INTO checkpoint (run, step, path, bytes, checksum, isBest) VALUES (?, ?, ?, ?, ?, 0)
          ON CONFLICT (run, step) DO UPDATE SET bytes = excluded.bytes, checksum = excluded.checksum
          """,
        arguments: [id, new.step, new.path, new.bytes, new.checksum])
      try db.execute(sql: "UPDATE checkpoint SET isBest = 1 WHERE run = ? AND step = ?", arguments: [id, best])
    }
  }
}
