import { SingleBar } from 'cli-progress';
import { print, type AddCommand } from '../kernel/command';
import { migrations } from '../migrations';
import { backup } from './backup';
import { restore } from './restore';
