"""`shuyuan demo`: fill the platform with the demonstration city and tell the sign-ins."""

import argparse
import os
import sys

import django


def run_demo(options: argparse.Namespace) -> int:
    """Made once; running it again adds what is missing and prints the sign-ins again."""
    os.umask(0o077)
    django.setup()
    from shuyuan.demo.posts import DEMO_POSTS, read_password
    from shuyuan.demo.story import demo_folder, tell_story

    tell_story(people=options.people, projects=options.projects, seed=options.seed, say=_say)
    password = read_password(demo_folder() / "sign-ins")
    width = max(len(post.username) for post in DEMO_POSTS)
    sys.stdout.write("\nSign-ins of the demonstration (one password for all):\n\n")
    for post in DEMO_POSTS:
        sys.stdout.write(f"  {post.username:<{width}}  {post.name} · {post.title} · {post.role.value}\n")
    sys.stdout.write(f"\n  password: {password}\n\n")
    return 0


def _say(step: str) -> None:
    sys.stdout.write(f"shuyuan demo: {step}\n")
    sys.stdout.flush()
