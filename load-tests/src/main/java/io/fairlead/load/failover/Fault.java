package io.fairlead.load.failover;

/** Something that happens to the owner of an address, or to all, and can be undone. */
interface Fault {
  /** Begins it; from then on the clients may notice. */
  void begin(String node);

  /** Undoes it all; what was there before is there again, or comes by itself. */
  void end(String node);

  /** This fault under circumstances that begin before it and end after it. */
  default Fault under(Fault circumstances) {
    return new Fault() {
      @Override
      public void begin(String node) {
        circumstances.begin(node);
        Fault.this.begin(node);
      }

      @Override
      public void end(String node) {
        Fault.this.end(node);
        circumstances.end(node);
      }
    };
  }
}
