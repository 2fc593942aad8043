/**
 * The lab's processes and what is remembered of them outside this process.
 *
 * <p>{@link io.fairlead.deploy.lab.process.LabState} is written to the lab's folder whenever it
 * changes, so that the next run can clean up after one that was killed ({@link
 * io.fairlead.deploy.lab.process.Leftovers}). A process is known by its number and its start time;
 * one whose start time differs is somebody else's and is never touched.
 */
@NullMarked
package io.fairlead.deploy.lab.process;

import org.jspecify.annotations.NullMarked;
