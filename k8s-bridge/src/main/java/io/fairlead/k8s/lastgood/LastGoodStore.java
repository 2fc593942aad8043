package io.fairlead.k8s.lastgood;

import io.fairlead.config.LbConfig;

/** Where the last good configuration outlives the process. Safe for use by many threads. */
public interface LastGoodStore {
  /** Keeps nothing. */
  LastGoodStore NONE =
      new LastGoodStore() {
        @Override
        public LbConfig load() {
          return LbConfig.EMPTY;
        }

        @Override
        public void save(LbConfig config) {}
      };

  /** What was saved last, or {@link LbConfig#EMPTY}. */
  LbConfig load();

  /** Replaces what was saved; does nothing when it is the same. */
  void save(LbConfig config);
}
