package io.fairlead.k8s.watch;

/**
 * What a watcher has taken in since it started.
 *
 * @param updates changes of objects that the views were brought up to date with
 * @param updateErrors rounds of changes that failed by a fault, to be tried again
 * @param isConfigLoaded the configuration has been read once
 * @param isConfigStale some object of the configuration is faulty, and the last good form of it, or
 *     none, is in force
 * @param isWatching every kind has a live watch
 */
public record WatchStats(
    long updates,
    long updateErrors,
    boolean isConfigLoaded,
    boolean isConfigStale,
    boolean isWatching) {}
