package org.spinbench.experiments.runner;

/** A display whose progress and lines a follower gets too. */
record FollowedDisplay(Display shown, RunFollower follower) implements Display {
  @Override
  public void show(String stage, double share, String detail) {
    shown.show(stage, share, detail);
    follower.progress(stage, share, detail);
  }

  @Override
  public void show(String stage, String detail) {
    shown.show(stage, detail);
    follower.progress(stage, Double.NaN, detail);
  }

  @Override
  public void plot(String cells) {
    shown.plot(cells);
  }

  @Override
  public void say(String line) {
    shown.say(line);
    follower.said(line);
  }

  @Override
  public void clear() {
    shown.clear();
  }

  @Override
  public boolean isRedrawn() {
    return shown.isRedrawn();
  }
}
